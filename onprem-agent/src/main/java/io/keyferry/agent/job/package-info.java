/**
 * The way of a job through the agent: received, verified, worked in the HSM, answered, deleted.
 *
 * <p>Every step may be done again. What is not authentic reaches no HSM call and is never deleted:
 * SQS moves it to the dead-letter queue.
 */
@NullMarked
package io.keyferry.agent.job;

import org.jspecify.annotations.NullMarked;
