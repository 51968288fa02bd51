/** Account, Region, clock, randomness and quotas of an emulated KMS. */
@NullMarked
package io.keyferry.kmsemulator.environment;

import org.jspecify.annotations.NullMarked;
