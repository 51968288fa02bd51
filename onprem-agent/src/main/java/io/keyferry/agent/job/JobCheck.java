package io.keyferry.agent.job;

import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.InvalidValueException;
import io.keyferry.model.KeySpec;
import io.keyferry.model.UtcTime;
import io.keyferry.model.WrapJob;
import jakarta.inject.Singleton;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Age, policy, wrapping key and kind of key, in this order. Makes no HSM call. */
@Singleton
final class JobCheck {

  static final Duration CLOCKS_MAY_DIFFER_BY = Duration.ofMinutes(5);

  private final Policy policy;
  private final InstantSource clock;

  JobCheck(Policy policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  Verdict check(WrapJob job) {
    Optional<Failure> objection = age(job).or(() -> policy.objection(job));
    if (objection.isPresent()) {
      return new Verdict.Refused(objection.get());
    }
    RSAPublicKey wrappingKey;
    try {
      wrappingKey = job.wrappingKey().rsa(job.wrappingKeySpec());
    } catch (InvalidValueException e) {
      return refused(FailureCode.WRAPPING_KEY_INVALID, String.valueOf(e.getMessage()));
    }
    if (job.keySpec() != KeySpec.SYMMETRIC_DEFAULT) {
      return refused(
          FailureCode.KEY_SPEC_UNSUPPORTED,
          "expected the key spec SYMMETRIC_DEFAULT (AES-256), found "
              + job.keySpec()
              + ": create the KMS key with SYMMETRIC_DEFAULT");
    }
    return new Verdict.Allowed(wrappingKey);
  }

  private Optional<Failure> age(WrapJob job) {
    Instant now = clock.instant();
    if (!now.isBefore(job.expiresAt())) {
      return Optional.of(
          Failure.of(
              FailureCode.JOB_EXPIRED,
              "expected a job before its end at %s, found it at %s by the agent's clock: request the import again, and see that the agent runs and its clock is right"
                  .formatted(UtcTime.format(job.expiresAt()), UtcTime.format(now))));
    }
    Duration ahead = Duration.between(now, job.issuedAt());
    if (ahead.compareTo(CLOCKS_MAY_DIFFER_BY) > 0) {
      return Optional.of(
          Failure.of(
              FailureCode.JOB_NOT_YET_VALID,
              "expected a job issued by now, found one issued %d s ahead of the agent's clock (%s): set the agent's clock, then request the import again"
                  .formatted(ahead.toSeconds(), UtcTime.format(now))));
    }
    return Optional.empty();
  }

  private static Verdict refused(FailureCode code, String reason) {
    return new Verdict.Refused(Failure.of(code, reason));
  }
}
