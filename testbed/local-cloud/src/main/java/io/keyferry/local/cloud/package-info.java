/** The cloud half assembled on one machine: KMS emulator, queues, table, functions, HTTP API. */
@NullMarked
package io.keyferry.local.cloud;

import org.jspecify.annotations.NullMarked;
