/**
 * The import record: what is stored, who may change it, and the events and ceremony records that
 * follow from it. What differs from one kind of request to another is behind {@link
 * io.keyferry.cloud.record.ImportKind}.
 */
@NullMarked
package io.keyferry.cloud.record;

import org.jspecify.annotations.NullMarked;
