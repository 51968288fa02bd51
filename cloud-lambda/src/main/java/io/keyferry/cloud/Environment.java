package io.keyferry.cloud;

import io.keyferry.cloud.request.WrappingLimits;
import io.keyferry.model.deployment.EnvironmentVariable;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads environment variables. All violations are reported at once. */
final class Environment {

  /** The characters that AWS allows in tag keys; a comma is not among them. */
  private static final Pattern TAG_KEY =
      Pattern.compile("(?=.{1,128}$)[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*[*]?");

  private final List<Violation> violations = new ArrayList<>();
  private final ObjectReader variables;

  /** Reports every variable that would send calls elsewhere than to AWS, unless that is allowed. */
  Environment(Map<String, String> variables) {
    Map<String, Json> texts = new TreeMap<>();
    variables.forEach((name, text) -> texts.put(name, new Json.Text(text)));
    this.variables =
        ObjectReader.of(
            "", new Json.Obj(texts, List.of()), "environment variables", violations::add);
    if (!"true".equals(variables.get(EnvironmentVariable.LOCAL_STACK))) {
      new TreeMap<>(variables)
          .forEach((name, value) -> {
            if (name.startsWith("AWS_ENDPOINT_URL")) {
              this.variables.violation(
                  name,
                  "no such variable, because it sends signed calls elsewhere than to AWS; only the local cloud, with %s=true, may set it"
                      .formatted(EnvironmentVariable.LOCAL_STACK),
                  Violation.quoted(value));
            }
          });
    }
  }

  /** A Region of a partition that KeyFerry serves. */
  Supplier<String> region() {
    return variables.required("AWS_REGION", Form.parsed(Partitions.EXPECTED, Partitions::check));
  }

  Supplier<String> function() {
    return matching("AWS_LAMBDA_FUNCTION_NAME", ".{1,140}", "the function's name, set by Lambda");
  }

  Supplier<String> table() {
    return matching(
        EnvironmentVariable.TABLE.key(), "[A-Za-z0-9_.-]{3,255}", "the name of a DynamoDB table");
  }

  Supplier<String> resultsQueueUrl() {
    return variables.required(
        EnvironmentVariable.RESULTS_QUEUE_URL.key(),
        Form.parsed(QueueUrl.EXPECTED, QueueUrl::check));
  }

  Supplier<KeyArn> signingKey() {
    return variables.required(
        EnvironmentVariable.SIGNING_KEY.key(),
        Form.parsed("the ARN of a KMS key (ECC_NIST_P256, SIGN_VERIFY)", KeyArn::parse));
  }

  Supplier<String> eventBus() {
    return matching(
        EnvironmentVariable.EVENT_BUS.key(), "[A-Za-z0-9/_.-]{1,256}", "the name of an event bus");
  }

  Supplier<List<EnrolledAgents.Enrolled>> agents() {
    return EnrolledAgents.read(EnvironmentVariable.AGENTS.key(), variables, violations::add);
  }

  Supplier<List<WrappingAlgorithm>> wrappingAlgorithms() {
    return constants(
        EnvironmentVariable.WRAPPING_ALGORITHMS.key(),
        WrappingAlgorithm.class,
        WrappingLimits.NONE.algorithms());
  }

  Supplier<List<WrappingKeySpec>> wrappingKeySpecs() {
    return constants(
        EnvironmentVariable.WRAPPING_KEY_SPECS.key(),
        WrappingKeySpec.class,
        WrappingLimits.NONE.keySpecs());
  }

  Supplier<List<String>> tagKeys() {
    return optional(
        EnvironmentVariable.TAG_KEYS.key(),
        Form.parsed(
                "tag keys separated by commas, each of at most 128 characters that AWS allows, * only at the end",
                Environment::parts)
            .where(keys -> keys.stream().allMatch(TAG_KEY.asMatchPredicate())),
        List.of());
  }

  Supplier<Boolean> allowEvenIfDisabled() {
    return optional(
        EnvironmentVariable.ALLOW_EVEN_IF_DISABLED.key(),
        Form.oneOf(List.of(true, false), String::valueOf),
        false);
  }

  /** How much time an agent has; import parameters are valid for 24 hours. */
  Supplier<Duration> jobLifetime() {
    return duration(
        EnvironmentVariable.JOB_LIFETIME.key(),
        "such as PT12H, more than zero and at most PT24H",
        Duration.ofHours(24),
        Duration.ofHours(12));
  }

  /** More than a year by default, so that a yearly audit still finds failed imports. */
  Supplier<Duration> keepFailed() {
    return duration(
        EnvironmentVariable.KEEP_FAILED.key(),
        "such as P400D, more than zero and at most P3650D",
        Duration.ofDays(3650),
        Duration.ofDays(400));
  }

  /**
   * @throws EnvironmentException if any variable read so far has a violation
   */
  void refuseIfFaulty() {
    if (!violations.isEmpty()) {
      throw new EnvironmentException(violations);
    }
  }

  private static List<String> parts(String text) {
    return List.of(text.split(",", -1));
  }

  /** Some of these constants by name, separated by commas; all if the variable is unset. */
  private <E extends Enum<E>> Supplier<List<E>> constants(
      String variable, Class<E> type, List<E> all) {
    return optional(
        variable,
        Form.parsed(
            "some of %s, separated by commas".formatted(all),
            text -> parts(text).stream().map(name -> Enum.valueOf(type, name)).toList()),
        all);
  }

  private Supplier<Duration> duration(
      String variable, String expected, Duration max, Duration byDefault) {
    return optional(
        variable,
        Form.parsed("an ISO 8601 duration " + expected, Duration::parse)
            .where(duration -> duration.isPositive() && duration.compareTo(max) <= 0),
        byDefault);
  }

  private <T> Supplier<T> optional(String variable, Form<T> form, T byDefault) {
    T value = variables.optional(variable, form).orElse(byDefault);
    return () -> value;
  }

  private Supplier<String> matching(String variable, String pattern, String expected) {
    return variables.required(variable, Form.text(expected, pattern));
  }
}
