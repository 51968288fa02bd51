package io.keyferry.agent.job.check;

import io.keyferry.agent.job.ledger.JobLedger;
import io.keyferry.agent.job.queue.ServerClock;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.UtcTime;
import io.keyferry.model.value.WrappingRule;
import jakarta.inject.Singleton;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Checks age, policy, wrapping rules, wrapping key and the key of the HSM, in this order. Makes no
 * HSM call.
 */
@Singleton
public final class JobCheck {

  /** Whether an authentic job may be processed. */
  public sealed interface Verdict {

    /** The job is allowed, with this wrapping key. */
    record Allowed(RSAPublicKey wrappingKey) implements Verdict {}

    /** The job is refused. */
    record Refused(Failure failure) implements Verdict {}
  }

  private final Policy policy;
  private final JobLedger ledger;
  private final ServerClock serverClock;
  private final InstantSource clock;

  public JobCheck(Policy policy, JobLedger ledger, ServerClock serverClock, InstantSource clock) {
    this.policy = policy;
    this.ledger = ledger;
    this.serverClock = serverClock;
    this.clock = clock;
  }

  /**
   * Decides whether the job may be processed.
   *
   * @throws AuditException if the ledger cannot be read
   */
  public Verdict check(WrapJob job) throws AuditException {
    Optional<Failure> objection = age(job).or(() -> policy.objection(job, clock.instant()));
    if (objection.isPresent()) {
      return new Verdict.Refused(objection.get());
    }
    Optional<String> sentence =
        WrappingRule.refusal(
            job.keySpec(), job.wrapping().wrappingAlgorithm(), job.wrapping().wrappingKeySpec());
    if (sentence.isPresent()) {
      return refused(
          FailureCode.WRAPPING_NOT_ALLOWED,
          "%s Expected %s".formatted(sentence.get(), WrappingRule.choice(job.keySpec())));
    }
    RSAPublicKey wrappingKey;
    try {
      wrappingKey = job.wrappingKey().rsa(job.wrapping().wrappingKeySpec());
    } catch (InvalidValueException e) {
      return refused(FailureCode.WRAPPING_KEY_INVALID, String.valueOf(e.getMessage()));
    }
    Optional<Failure> export = export(job);
    return export.isPresent()
        ? new Verdict.Refused(export.get())
        : new Verdict.Allowed(wrappingKey);
  }

  /**
   * A key that an import generated may be wrapped again for that import's KMS key, and for no
   * other.
   */
  private Optional<Failure> export(WrapJob job) throws AuditException {
    return job.hsm().existingKey().isEmpty() || ledger.generatedFor(job.keyArn(), job.hsmKey())
        ? Optional.empty()
        : policy.objectionToExport(job.hsmKey());
  }

  private Optional<Failure> age(WrapJob job) {
    Instant now = clock.instant();
    if (!now.isBefore(job.validity().expiresAt())) {
      return Optional.of(
          Failure.of(
              FailureCode.JOB_EXPIRED,
              "expected a job before it expires at %s, found it %d s later, at %s by the agent's clock (%s): request the import again, and make sure that the agent is running and its clock is right"
                  .formatted(
                      UtcTime.format(job.validity().expiresAt()),
                      Duration.between(job.validity().expiresAt(), now).toSeconds(),
                      UtcTime.format(now),
                      againstSqs())));
    }
    Duration ahead = Duration.between(now, job.validity().issuedAt());
    if (ahead.compareTo(ServerClock.MAX_SKEW) > 0) {
      return Optional.of(
          Failure.of(
              FailureCode.JOB_NOT_YET_VALID,
              "expected a job issued in the past, found one issued %d s ahead of the agent's clock, which says %s (%s): set the agent's clock, then request the import again"
                  .formatted(ahead.toSeconds(), UtcTime.format(now), againstSqs())));
    }
    return Optional.empty();
  }

  private String againstSqs() {
    return serverClock
        .ahead()
        .map(ahead ->
            "%d s %s that of SQS"
                .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of"))
        .orElse("not compared with that of SQS yet");
  }

  private static Verdict refused(FailureCode code, String reason) {
    return new Verdict.Refused(Failure.of(code, reason));
  }
}
