package io.keyferry.agent.job;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.job.identity.TokenSigner;
import io.keyferry.agent.job.log.JobAudit;
import io.keyferry.agent.job.queue.CloudSettings;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.agent.job.queue.QueueStatus;
import io.keyferry.agent.job.queue.ResultQueue;
import io.keyferry.agent.job.wrap.KeyWork;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.signed.SignedMessage;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Signs answers for the cloud and sends them. */
@Singleton
final class ResultSender {

  private final ResultQueue queue;
  private final CloudSettings cloud;
  private final QueueStatus status;
  private final JobAudit audit;
  private final InstantSource clock;

  ResultSender(
      ResultQueue queue,
      CloudSettings cloud,
      QueueStatus status,
      JobAudit audit,
      InstantSource clock) {
    this.queue = queue;
    this.cloud = cloud;
    this.status = status;
    this.audit = audit;
    this.clock = clock;
  }

  /** Returns the signed result for the cloud. Everything that led to it is on disk. */
  String seal(WrapJob job, KeyWork.Done done, String statement, TokenSigner signer)
      throws HsmException, AuditException {
    WrapOutcome outcome =
        switch (done) {
          case KeyWork.Done.Wrapped wrapped -> wrapped.key();
          case KeyWork.Done.Refused refused -> refused.failure();
        };
    WrapResult result =
        WrapResult.to(job, cloud.signingKey().thumbprint(), clock.instant(), outcome, statement);
    String sealed = SignedMessage.sign(MessageType.WRAP_RESULT, result, signer);
    audit.resultSigned(job, sealed, signer);
    return sealed;
  }

  void send(WrapJob job, String sealed) throws QueueException, AuditException {
    try {
      queue.send(job.keyArn(), sealed);
    } catch (QueueException e) {
      status.sendFailed(e);
      throw e;
    }
    status.sent();
    audit.step(ImportStep.RESULT_SENT, job, "%d characters".formatted(sealed.length()));
    audit.resultSent(job, sealed);
  }
}
