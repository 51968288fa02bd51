/** The PIN: its sources, and the latch that prevents a second try of a wrong one. */
@NullMarked
package io.keyferry.agent.login;

import org.jspecify.annotations.NullMarked;
