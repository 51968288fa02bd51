/** KMS keys: their state, materials, aliases, policies and grants. */
@NullMarked
package io.keyferry.kmsemulator.key;

import org.jspecify.annotations.NullMarked;
