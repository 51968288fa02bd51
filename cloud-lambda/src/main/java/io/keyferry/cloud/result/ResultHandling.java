package io.keyferry.cloud.result;

import io.keyferry.cloud.job.Agents;
import io.keyferry.cloud.job.JobDispatch;
import io.keyferry.cloud.job.NewAttempt;
import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.Imports;
import io.keyferry.cloud.record.StaleRecordException;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.AgentName;
import java.util.Optional;

/** From a result to the end of its import. Only an authentic result changes a record. */
public final class ResultHandling {

  /** The max number of attempts while others change the same record. */
  private static final int TRIES = 4;

  private final Imports imports;
  private final Agents agents;
  private final MessageSigner<RuntimeException> ourSigner;
  private final JobDispatch jobs;
  private final NewAttempt attempts;
  private final MaterialImport material;

  /**
   * Handles the results of these agents.
   *
   * @param ourSigner the signer to whose key a result must be addressed
   */
  public ResultHandling(
      Imports imports,
      Kms kms,
      Sleeper pause,
      Agents agents,
      MessageSigner<RuntimeException> ourSigner,
      JobDispatch jobs) {
    this.imports = imports;
    this.agents = agents;
    this.ourSigner = ourSigner;
    this.jobs = jobs;
    this.attempts = new NewAttempt(jobs);
    this.material = new MaterialImport(kms, pause, attempts);
  }

  /**
   * Checks one message and acts on it. Repeating it has the same outcome.
   *
   * @param compact the message from the queue, which anyone may have written
   * @throws RuntimeException if AWS does not answer: nothing has changed, and SQS should deliver it
   *     again
   */
  public Verdict handle(String compact, Run run) {
    Agents.Signed<WrapResult> signed;
    try {
      signed = agents.open(MessageType.WRAP_RESULT, compact);
    } catch (RejectedMessageException e) {
      return new Verdict.Rejected("not the agent's: " + e.flaw() + ", " + e.getMessage());
    }
    WrapResult result = signed.content();
    if (!result.reply().audience().equals(ourSigner.verificationKey().thumbprint())) {
      return new Verdict.Rejected(
          "expected the audience %s, found %s"
              .formatted(ourSigner.verificationKey().thumbprint(), result.reply().audience()));
    }
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<StoredImport> stored = imports.find(result.importId());
      if (stored.isEmpty()) {
        return new Verdict.Rejected(
            "expected the id of an import, found %s, which has no record"
                .formatted(result.importId()));
      }
      AgentName asked = stored.get().record().agent();
      if (!asked.equals(signed.signer().name())) {
        return new Verdict.Rejected(
            "expected the result for %s from the agent %s, found one from %s"
                .formatted(result.importId(), asked, signed.signer().name()));
      }
      if (stored.get().record().state().ended()) {
        return new Verdict.Done();
      }
      try {
        return act(imports.open(stored.get(), run), signed);
      } catch (StaleRecordException e) {
        run.log().line(FlowLog.Level.INFO, result.importId(), "read again: " + e.getMessage());
      }
    }
    return new Verdict.Again("others kept changing the record of " + result.importId());
  }

  private Verdict act(ImportSession open, Agents.Signed<WrapResult> signed) {
    WrapResult result = signed.content();
    ImportRecord record = open.record();
    if (result.attempt() < record.attempt()) {
      return late(open, result);
    }
    Optional<String> difference = difference(open, signed);
    if (difference.isPresent()) {
      open.fail(
          Failure.of(
              FailureCode.RESULT_MISMATCH,
              "the agent's result is not the answer to the job: %s. Find out what else signs with the agent's key, then request again."
                  .formatted(difference.get())));
      return new Verdict.Done();
    }
    return switch (result.outcome()) {
      case WrappedKey key -> material.finish(open, key);
      case Failure refusal -> refused(open, refusal);
    };
  }

  private Verdict refused(ImportSession open, Failure refusal) {
    return switch (refusal.code()) {
      // The job was late, not wrong: the agent may have been down for longer than a job is valid.
      case JOB_EXPIRED, JOB_SUPERSEDED ->
          attempts.start(open, "the agent refused the job: " + refusal.code());
      default -> {
        open.end(edit ->
            edit.step(ImportStep.RESULT_VERIFIED, "the agent refused the job").failed(refusal));
        yield new Verdict.Done();
      }
    };
  }

  private static Optional<String> difference(ImportSession open, Agents.Signed<WrapResult> signed) {
    WrapResult result = signed.content();
    CeremonyStatement statement;
    try {
      statement =
          SignedMessage.verify(
              MessageType.CEREMONY_STATEMENT, result.reply().statement(), signed.signer().key());
    } catch (RejectedMessageException e) {
      return Optional.of(
          "expected a statement signed by the agent, found %s, %s"
              .formatted(e.flaw(), e.getMessage()));
    }
    open.evidence().stated(result.reply().statement());
    return ResultMatch.difference(open, result)
        .or(() -> ResultMatch.difference(open, result, statement));
  }

  /**
   * The answer to an attempt that was given up. The newer attempt's job may never have been sent.
   */
  private Verdict late(ImportSession open, WrapResult result) {
    ImportRecord record = open.record();
    if (record.state() == ImportState.QUEUED && !JobDispatch.sent(record)) {
      jobs.send(open);
    }
    open.run()
        .log()
        .line(
            FlowLog.Level.INFO,
            record.importId(),
            "result of attempt %d dropped, attempt %d is under way"
                .formatted(result.attempt(), record.attempt()));
    return new Verdict.Done();
  }
}
