/** Forwards calls to another KMS, with the same fault injection. */
@NullMarked
package io.keyferry.kmsemulator.relay;

import org.jspecify.annotations.NullMarked;
