/** The audit log against crashes, full disks and those who would change it. */
@NullMarked
package io.keyferry.agent.audit;

import org.jspecify.annotations.NullMarked;
