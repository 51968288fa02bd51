/**
 * The import record: what is stored, who may change it, and the resulting events and ceremony
 * records. {@link io.keyferry.cloud.record.ImportKind} has the differences between kinds of
 * request.
 */
@NullMarked
package io.keyferry.cloud.record;

import org.jspecify.annotations.NullMarked;
