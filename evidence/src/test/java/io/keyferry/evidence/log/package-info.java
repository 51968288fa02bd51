/** The audit log under crashes, full disks and attacks. */
@NullMarked
package io.keyferry.evidence.log;

import org.jspecify.annotations.NullMarked;
