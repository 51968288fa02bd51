/** The records of a job: lines in the audit log, steps in the service's log. */
@NullMarked
package io.keyferry.agent.job.log;

import org.jspecify.annotations.NullMarked;
