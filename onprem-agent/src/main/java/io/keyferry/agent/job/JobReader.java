package io.keyferry.agent.job;

import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.signed.Envelope;
import io.keyferry.model.signed.RejectedMessageException;
import jakarta.inject.Singleton;

/** Tells the cloud's jobs for this agent from everything else. */
@Singleton
final class JobReader {

  private final CloudSettings cloud;
  private final AgentIdentity agent;

  JobReader(CloudSettings cloud, AgentIdentity agent) {
    this.cloud = cloud;
    this.agent = agent;
  }

  Reading read(String body) {
    WrapJob job;
    try {
      job = Envelope.open(MessageType.WRAP_JOB, body, cloud.signingKey());
    } catch (RejectedMessageException e) {
      return new Reading.Rejected(e.flaw().name(), String.valueOf(e.getMessage()));
    }
    if (!job.audience().equals(agent.thumbprint())) {
      return new Reading.Rejected(
          "OTHER_AUDIENCE",
          "expected a job for agent %s, found one for %s: give each agent a queue of its own, or enrol this agent's key with the cloud"
              .formatted(agent.thumbprint(), job.audience()));
    }
    return new Reading.Authentic(job);
  }
}
