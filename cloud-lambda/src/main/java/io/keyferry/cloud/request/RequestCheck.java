package io.keyferry.cloud.request;

import io.keyferry.cloud.job.Agents;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.record.ImportStore;
import io.keyferry.model.input.Violation;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The check of one request: what to check it against, and every violation found. */
public final class RequestCheck {

  /**
   * What to check requests against.
   *
   * @param account any key of the account and Region
   */
  public record Against(
      ImportStore store, Kms kms, KeyArn account, Agents agents, RequestLimits limits) {}

  private final Against against;
  private final ParsedRequest parsed;
  private final Run run;
  private final List<Violation> violations;

  RequestCheck(Against against, ParsedRequest parsed, Run run) {
    this.against = against;
    this.parsed = parsed;
    this.run = run;
    this.violations = new ArrayList<>(parsed.violations());
  }

  public Against against() {
    return against;
  }

  public ParsedRequest parsed() {
    return parsed;
  }

  /** Adds a violation. */
  public void violation(String field, String expected, String found) {
    violations.add(new Violation(field, expected, found));
  }

  /** Adds a violation. */
  public void violation(Violation violation) {
    violations.add(violation);
  }

  /** All violations so far, including those from reading. */
  public List<Violation> violations() {
    return violations;
  }

  /** Adds a violation if the wrapping algorithm does not fit keys of this spec. */
  public void wrapping(KeySpec spec) {
    parsed.wrappingViolation(spec).ifPresent(violations::add);
  }

  /**
   * What KMS says about a key.
   *
   * @throws KmsRefusedException if this function is not allowed to
   * @throws KmsUnavailableException if KMS does not answer now
   */
  public Optional<KeyFacts> describe(String keyId) {
    return run.call(() -> against.kms().describe(keyId)).map(KmsAnswer::content);
  }

  /** The tags of a key, with the same exceptions. */
  public Map<String, String> tags(KeyArn key) {
    return run.call(() -> against.kms().tags(key));
  }

  /** Whether the key is in our account and Region. */
  public boolean isOurs(KeyArn key) {
    return key.account().equals(against.account().account())
        && key.region().equals(against.account().region());
  }
}
