/** Fresh software tokens to stand in for the Luna partition, made with their own tools. */
@NullMarked
package io.keyferry.local.token;

import org.jspecify.annotations.NullMarked;
