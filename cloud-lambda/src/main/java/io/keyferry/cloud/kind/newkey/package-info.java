/**
 * The request for a new KMS key: the key is created, or found again after a crash, gets its alias
 * once it is proved, and is disabled if it is disproved.
 */
@NullMarked
package io.keyferry.cloud.kind.newkey;

import org.jspecify.annotations.NullMarked;
