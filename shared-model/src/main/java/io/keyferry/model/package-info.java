/**
 * The vocabulary of one import: what the two halves say to each other and how they prove it.
 *
 * <p>Every type validates itself: an instance that exists is well-formed. The wire form of each
 * message is described in {@code docs/protocol.md}.
 */
@NullMarked
package io.keyferry.model;

import org.jspecify.annotations.NullMarked;
