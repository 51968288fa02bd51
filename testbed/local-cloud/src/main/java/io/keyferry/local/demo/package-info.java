/**
 * The demo: the main job, for real, on embedded parts, with every step shown and the result proved.
 */
@NullMarked
package io.keyferry.local.demo;

import org.jspecify.annotations.NullMarked;
