package io.keyferry.cloud.job;

import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.VerificationKey;

/**
 * An enrolled agent.
 *
 * @param key of its signatures
 * @param queue which it alone may read
 */
public record Agent(AgentName name, VerificationKey key, JobQueue queue) {}
