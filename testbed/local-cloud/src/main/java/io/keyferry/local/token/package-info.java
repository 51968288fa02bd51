/** Fresh software tokens in place of the Luna partition, created with their own tools. */
@NullMarked
package io.keyferry.local.token;

import org.jspecify.annotations.NullMarked;
