/**
 * The messages between the two halves and the records that prove what was done. {@code
 * docs/protocol.md} describes the wire form of each.
 */
@NullMarked
package io.keyferry.model.message;

import org.jspecify.annotations.NullMarked;
