package io.keyferry.agent.job;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.agent.job.identity.TokenSigner;
import io.keyferry.agent.job.queue.CloudSettings;
import io.keyferry.agent.job.queue.QueuedJob;
import io.keyferry.agent.job.wrap.KeyWork;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The agent's half of ceremony records: a signed statement of what it did for a job. */
@Singleton
final class Statements {

  private final CloudSettings cloud;
  private final Software agent;
  private final Policy policy;
  private final InstantSource clock;

  Statements(CloudSettings cloud, Software agent, Policy policy, InstantSource clock) {
    this.cloud = cloud;
    this.agent = agent;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Signs the statement.
   *
   * @param message the job as received
   * @param head the audit log that contains all of it
   */
  String sign(
      WrapJob job,
      QueuedJob message,
      Instant receivedAt,
      KeyWork.Done done,
      AuditHead head,
      TokenSigner signer)
      throws HsmException {
    CeremonyStatement statement =
        new CeremonyStatement(
            job.id(),
            new CeremonyStatement.Order(
                Sha256.of(message.body().getBytes(StandardCharsets.US_ASCII)),
                cloud.signingKey().thumbprint(),
                job.keyArn(),
                job.wrappingKey().fingerprint()),
            job.wrapping(),
            new CeremonyStatement.Witness(agent, policy.digest(), receivedAt, clock.instant()),
            switch (done) {
              case KeyWork.Done.Wrapped wrapped ->
                  new CeremonyStatement.Work(
                      Optional.of(wrapped.ceremony()), Optional.empty(), head);
              case KeyWork.Done.Refused refused ->
                  new CeremonyStatement.Work(
                      Optional.empty(), Optional.of(refused.failure()), head);
            });
    return SignedMessage.sign(MessageType.CEREMONY_STATEMENT, statement, signer);
  }
}
