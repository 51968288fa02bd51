/**
 * The agent's package on a host of its own: a Debian in a container, with a real systemd. These
 * tests run with {@code ./keyferry test --systemd} only.
 */
@NullMarked
package io.keyferry.acceptance.systemd;

import org.jspecify.annotations.NullMarked;
