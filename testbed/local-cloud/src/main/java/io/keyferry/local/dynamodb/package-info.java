/** Amazon DynamoDB on one machine: DynamoDB local in its own process, and KeyFerry's table. */
@NullMarked
package io.keyferry.local.dynamodb;

import org.jspecify.annotations.NullMarked;
