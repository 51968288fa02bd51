/** Ceremony records, read and verified with two public keys, without an HSM or AWS. */
@NullMarked
package io.keyferry.evidence.record;

import org.jspecify.annotations.NullMarked;
