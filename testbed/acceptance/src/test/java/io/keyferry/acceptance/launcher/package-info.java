/** The launcher on machines that lack something. */
@NullMarked
package io.keyferry.acceptance.launcher;

import org.jspecify.annotations.NullMarked;
