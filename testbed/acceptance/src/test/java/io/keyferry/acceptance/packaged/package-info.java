/** The agent's Debian package: its content, and its life on a machine. */
@NullMarked
package io.keyferry.acceptance.packaged;

import org.jspecify.annotations.NullMarked;
