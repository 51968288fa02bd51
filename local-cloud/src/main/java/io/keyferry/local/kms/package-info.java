/**
 * A stand-in for AWS KMS on this machine, for tests and the demo: KMS's JSON protocol, KMS's
 * refusals, real cryptography.
 *
 * <p>What it answers follows recordings of the real service; the facts and their sources are in
 * {@code reference/aws-kms-import.md}. A refusal whose text nobody has recorded has a sentence of
 * the stand-in's own, or none.
 */
@NullMarked
package io.keyferry.local.kms;

import org.jspecify.annotations.NullMarked;
