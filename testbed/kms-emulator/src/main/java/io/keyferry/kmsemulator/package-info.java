/** The KMS emulator: start it, give it Regions, faults and quotas, and look at its keys. */
@NullMarked
package io.keyferry.kmsemulator;

import org.jspecify.annotations.NullMarked;
