package io.keyferry.agent.job;

import io.keyferry.agent.job.log.StepLog;
import io.keyferry.agent.job.queue.CloudSettings;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.agent.job.queue.QueueStatus;
import io.keyferry.agent.job.queue.ResultQueue;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.signed.SignedMessage;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Seals answers for the cloud and sends them. */
@Singleton
final class ResultSender {

  private final ResultQueue queue;
  private final CloudSettings cloud;
  private final QueueStatus status;
  private final StepLog steps;
  private final InstantSource clock;

  ResultSender(
      ResultQueue queue,
      CloudSettings cloud,
      QueueStatus status,
      StepLog steps,
      InstantSource clock) {
    this.queue = queue;
    this.cloud = cloud;
    this.status = status;
    this.steps = steps;
    this.clock = clock;
  }

  <E extends Exception> String seal(
      WrapJob job, WrapOutcome outcome, String statement, MessageSigner<E> signer) throws E {
    WrapResult result =
        WrapResult.to(job, cloud.signingKey().thumbprint(), clock.instant(), outcome, statement);
    return SignedMessage.sign(MessageType.WRAP_RESULT, result, signer);
  }

  void send(WrapJob job, String sealed) throws QueueException {
    try {
      queue.send(job.keyArn(), sealed);
    } catch (QueueException e) {
      status.sendFailed(e);
      throw e;
    }
    status.sent();
    steps.taken(ImportStep.RESULT_SENT, job, "%d characters".formatted(sealed.length()));
  }
}
