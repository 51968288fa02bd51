package io.keyferry.cloud;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.InvalidValueException;
import io.keyferry.model.KeyArn;
import io.keyferry.model.VerificationKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads environment variables and notes every fault, so that all are told at once. */
final class Environment {

  private static final Duration DEFAULT_LIFETIME = Duration.ofHours(12);

  /** Import parameters live no longer. */
  private static final Duration LONGEST_LIFETIME = Duration.ofHours(24);

  private final Map<String, String> variables;
  private final List<Fault> faults = new ArrayList<>();

  Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  Supplier<String> region() {
    return matching("AWS_REGION", "[a-z]{2}[a-z0-9-]{3,28}[0-9]", "a Region such as eu-west-1");
  }

  Supplier<String> function() {
    return matching("AWS_LAMBDA_FUNCTION_NAME", ".{1,140}", "the function's name, set by Lambda");
  }

  Supplier<String> table() {
    return matching("KEYFERRY_TABLE", "[A-Za-z0-9_.-]{3,255}", "the name of a DynamoDB table");
  }

  Supplier<String> queueUrl(String variable) {
    return matching(variable, "https?://\\S+/[A-Za-z0-9_-]{1,75}\\.fifo", "a FIFO queue's URL");
  }

  Supplier<KeyArn> signingKey() {
    return parsed(
        "KEYFERRY_SIGNING_KEY", "the ARN of a KMS key (ECC_NIST_P256, SIGN_VERIFY)", KeyArn::parse);
  }

  Supplier<VerificationKey> agentKey() {
    return parsed(
        "KEYFERRY_AGENT_KEY",
        "the agent's EC P-256 public key as PEM, as its enrol command prints it",
        VerificationKey::ofPem);
  }

  Supplier<Duration> jobLifetime() {
    String variable = "KEYFERRY_JOB_LIFETIME";
    return variables.containsKey(variable)
        ? parsed(
            variable,
            "an ISO 8601 duration such as PT12H, more than nothing and at most PT24H",
            Environment::lifetime)
        : () -> DEFAULT_LIFETIME;
  }

  /**
   * @throws EnvironmentException if any variable read so far was at fault
   */
  void refuseIfFaulty() {
    if (!faults.isEmpty()) {
      throw new EnvironmentException(faults);
    }
  }

  private static Duration lifetime(String text) {
    Duration lifetime;
    try {
      lifetime = Duration.parse(text);
    } catch (DateTimeException e) {
      throw InvalidValueException.of("an ISO 8601 duration", text);
    }
    if (!lifetime.isPositive() || lifetime.compareTo(LONGEST_LIFETIME) > 0) {
      throw InvalidValueException.of("a duration within 24 hours", text);
    }
    return lifetime;
  }

  private Supplier<String> matching(String variable, String form, String expected) {
    return parsed(
        variable,
        expected,
        text -> {
          if (!text.matches(form)) {
            throw InvalidValueException.of(expected, text);
          }
          return text;
        });
  }

  private <T> Supplier<T> parsed(String variable, String expected, Function<String, T> parse) {
    Optional<String> text = Optional.ofNullable(variables.get(variable));
    try {
      Optional<T> value = text.map(parse);
      if (value.isPresent()) {
        return value::get;
      }
      faults.add(new Fault(variable, expected, "no such variable"));
    } catch (InvalidValueException e) {
      faults.add(new Fault(variable, expected, text.orElse("")));
    }
    return () -> {
      throw new EnvironmentException(faults);
    };
  }
}
