/**
 * The one home of JSON. {@link io.keyferry.model.json.JsonCodec} reads messages strictly, {@link
 * io.keyferry.model.json.StoredJson} the cloud half's own table tolerantly, {@link
 * io.keyferry.model.json.Json} whatever else comes from outside, to be judged field by field; all
 * three through the same checked parser. {@link io.keyferry.model.json.JsonText} writes what is no
 * message.
 */
@NullMarked
package io.keyferry.model.json;

import org.jspecify.annotations.NullMarked;
