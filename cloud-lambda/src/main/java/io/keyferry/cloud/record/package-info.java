/**
 * The import record: what is stored, who may change it, and the events and ceremony records that
 * follow from it.
 */
@NullMarked
package io.keyferry.cloud.record;

import org.jspecify.annotations.NullMarked;
