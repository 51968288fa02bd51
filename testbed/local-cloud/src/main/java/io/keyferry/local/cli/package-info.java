/** The launcher's commands {@code demo} and {@code local}. */
@NullMarked
package io.keyferry.local.cli;

import org.jspecify.annotations.NullMarked;
