/**
 * The processing of a job: received, verified, done in the HSM, answered, deleted.
 *
 * <p>Every step can be repeated. A message that is not authentic causes no HSM call and is never
 * deleted: SQS moves it to the dead-letter queue.
 */
@NullMarked
package io.keyferry.agent.job;

import org.jspecify.annotations.NullMarked;
