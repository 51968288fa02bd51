/** The PIN: where it comes from, and the latch that tries a wrong one only once. */
@NullMarked
package io.keyferry.agent.login;

import org.jspecify.annotations.NullMarked;
