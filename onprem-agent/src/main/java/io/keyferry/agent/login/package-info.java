/** The PIN: where it comes from, and that a wrong one is tried only once. */
@NullMarked
package io.keyferry.agent.login;

import org.jspecify.annotations.NullMarked;
