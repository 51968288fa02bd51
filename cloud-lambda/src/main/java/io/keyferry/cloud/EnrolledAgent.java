package io.keyferry.cloud;

import io.keyferry.model.AgentName;
import io.keyferry.model.VerificationKey;

/** An agent as the deployment names it. */
record EnrolledAgent(AgentName name, VerificationKey key, String jobsQueueUrl) {}
