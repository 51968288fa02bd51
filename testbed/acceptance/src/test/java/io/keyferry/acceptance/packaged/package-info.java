/** The agent's Debian package: what is in it, and its life on a machine. */
@NullMarked
package io.keyferry.acceptance.packaged;

import org.jspecify.annotations.NullMarked;
