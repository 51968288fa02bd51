/**
 * The JSON of all messages and stored values: UTF-8 (RFC 8259), no field unknown, doubled or null.
 */
@NullMarked
package io.keyferry.model.json;

import org.jspecify.annotations.NullMarked;
