/** What is recorded of a job: lines of the audit log, steps in the service's log. */
@NullMarked
package io.keyferry.agent.job.log;

import org.jspecify.annotations.NullMarked;
