package io.keyferry.cloud;

import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.VerificationKey;

/** An agent as the deployment names it. */
record EnrolledAgent(AgentName name, VerificationKey key, String jobsQueueUrl) {}
