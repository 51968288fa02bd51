/**
 * The audit log: a hash chain of lines on disk, with signed heads, which an auditor verifies
 * offline.
 */
@NullMarked
package io.keyferry.evidence.log;

import org.jspecify.annotations.NullMarked;
