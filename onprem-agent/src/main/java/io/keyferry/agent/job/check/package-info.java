/**
 * Whether a message is a job, whether policy allows it, and whether the HSM's key may be wrapped.
 */
@NullMarked
package io.keyferry.agent.job.check;

import org.jspecify.annotations.NullMarked;
