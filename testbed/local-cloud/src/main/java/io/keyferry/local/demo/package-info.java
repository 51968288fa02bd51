/** The demo: an import on embedded parts, with every step shown and the result proved. */
@NullMarked
package io.keyferry.local.demo;

import org.jspecify.annotations.NullMarked;
