/** The audit log against crashes, full disks and those who would change it. */
@NullMarked
package io.keyferry.evidence.log;

import org.jspecify.annotations.NullMarked;
