/** Calls passed on to another KMS, with the same faults. */
@NullMarked
package io.keyferry.kmsemulator.relay;

import org.jspecify.annotations.NullMarked;
