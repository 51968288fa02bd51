/** The KMS emulator: start it, configure Regions, faults and quotas, and inspect its keys. */
@NullMarked
package io.keyferry.kmsemulator;

import org.jspecify.annotations.NullMarked;
