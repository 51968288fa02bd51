/**
 * All JSON reading and writing. {@link io.keyferry.model.json.JsonCodec} reads messages strictly,
 * {@link io.keyferry.model.json.StoredJson} the cloud half's own table tolerantly, {@link
 * io.keyferry.model.json.Json} any other input from outside, which is checked field by field; all
 * three use the same checked parser. {@link io.keyferry.model.json.JsonText} writes JSON other than
 * messages.
 */
@NullMarked
package io.keyferry.model.json;

import org.jspecify.annotations.NullMarked;
