package io.keyferry.agent.job.check;

import io.keyferry.agent.job.identity.AgentIdentity;
import io.keyferry.agent.job.queue.CloudSettings;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import jakarta.inject.Singleton;

/** Accepts the cloud's jobs for this agent and rejects everything else. */
@Singleton
public final class JobReader {

  /** The result of reading a message. */
  public sealed interface Reading {

    /** Signed by the pinned key and addressed to this agent. */
    record Authentic(WrapJob job) implements Reading {}

    /**
     * Anything else. It may only change the log and the dead-letter queue.
     *
     * @param flaw one word that names the reason
     * @param reason what was expected and what was found
     */
    record Rejected(String flaw, String reason) implements Reading {}
  }

  private final CloudSettings cloud;
  private final AgentIdentity agent;

  public JobReader(CloudSettings cloud, AgentIdentity agent) {
    this.cloud = cloud;
    this.agent = agent;
  }

  public Reading read(String body) {
    WrapJob job;
    try {
      job = SignedMessage.verify(MessageType.WRAP_JOB, body, cloud.signingKey());
    } catch (RejectedMessageException e) {
      return new Reading.Rejected(e.flaw().name(), String.valueOf(e.getMessage()));
    }
    if (!job.validity().audience().equals(agent.thumbprint())) {
      return new Reading.Rejected(
          "OTHER_AUDIENCE",
          "expected a job for agent %s, found one for %s: give each agent a queue of its own, or enroll this agent's key with the cloud"
              .formatted(agent.thumbprint(), job.validity().audience()));
    }
    return new Reading.Authentic(job);
  }
}
