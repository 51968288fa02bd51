/** Key material and what is done with it: import, signatures, MACs, key agreement. */
@NullMarked
package io.keyferry.kmsemulator.crypto;

import org.jspecify.annotations.NullMarked;
