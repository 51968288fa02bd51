package io.keyferry.cloud;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.request.WrappingLimits;
import io.keyferry.model.deployment.EnvironmentVariable;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads environment variables and notes every fault, so that all are reported at once. */
final class Environment {

  private static final Duration DEFAULT_LIFETIME = Duration.ofHours(12);

  /** Import parameters live no longer. */
  private static final Duration MAX_LIFETIME = Duration.ofHours(24);

  /** More than a year: the yearly audit finds the failed imports too. */
  private static final Duration DEFAULT_KEEPING = Duration.ofDays(400);

  /** AWS's characters for tag keys; a comma is none of them. */
  private static final Pattern TAG_KEY =
      Pattern.compile("(?=.{1,128}$)[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*[*]?");

  private final Map<String, String> variables;
  private final List<Fault> faults = new ArrayList<>();

  /** Notes every variable that would send calls elsewhere than to AWS, where that is not wanted. */
  Environment(Map<String, String> variables) {
    this.variables = variables;
    if (!"true".equals(variables.get(EnvironmentVariable.LOCAL_STACK))) {
      variables.keySet().stream()
          .filter(name -> name.startsWith("AWS_ENDPOINT_URL"))
          .sorted()
          .forEach(name ->
              faults.add(
                  new Fault(
                      name,
                      "no such variable, as it takes signed calls away from AWS; only the local stack, with %s=true, may set it"
                          .formatted(EnvironmentVariable.LOCAL_STACK),
                      variables.getOrDefault(name, ""))));
    }
  }

  /** A Region of a partition in which KeyFerry works. */
  Supplier<String> region() {
    return parsed("AWS_REGION", Partitions.EXPECTED, Partitions::check);
  }

  Supplier<String> function() {
    return matching("AWS_LAMBDA_FUNCTION_NAME", ".{1,140}", "the function's name, set by Lambda");
  }

  Supplier<String> table() {
    return matching(
        EnvironmentVariable.TABLE.key(), "[A-Za-z0-9_.-]{3,255}", "the name of a DynamoDB table");
  }

  Supplier<String> resultsQueueUrl() {
    return parsed(EnvironmentVariable.RESULTS_QUEUE_URL.key(), QueueUrl.EXPECTED, QueueUrl::check);
  }

  Supplier<KeyArn> signingKey() {
    return parsed(
        EnvironmentVariable.SIGNING_KEY.key(),
        "the ARN of a KMS key (ECC_NIST_P256, SIGN_VERIFY)",
        KeyArn::parse);
  }

  Supplier<String> eventBus() {
    return matching(
        EnvironmentVariable.EVENT_BUS.key(), "[A-Za-z0-9/_.-]{1,256}", "the name of an event bus");
  }

  Supplier<List<EnrolledAgents.Enrolled>> agents() {
    String variable = EnvironmentVariable.AGENTS.key();
    Optional<String> text = Optional.ofNullable(variables.get(variable));
    if (text.isEmpty()) {
      faults.add(new Fault(variable, EnrolledAgents.EXPECTED, "no such variable"));
    }
    List<EnrolledAgents.Enrolled> agents =
        text.map(new EnrolledAgents(variable, faults)::read).orElse(List.of());
    return () -> agents;
  }

  Supplier<List<WrappingAlgorithm>> wrappingAlgorithms() {
    return constants(
        EnvironmentVariable.WRAPPING_ALGORITHMS.key(), WrappingLimits.NONE.algorithms());
  }

  Supplier<List<WrappingKeySpec>> wrappingKeySpecs() {
    return constants(EnvironmentVariable.WRAPPING_KEY_SPECS.key(), WrappingLimits.NONE.keySpecs());
  }

  Supplier<List<String>> tagKeys() {
    return optional(
        EnvironmentVariable.TAG_KEYS.key(),
        "tag keys with commas between, each of at most 128 characters that AWS takes, * only at its end",
        Environment::tagKeys,
        List.of());
  }

  Supplier<Boolean> allowEvenIfDisabled() {
    return optional(
        EnvironmentVariable.ALLOW_EVEN_IF_DISABLED.key(),
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw InvalidValueException.of("true or false", text);
            },
        false);
  }

  Supplier<Duration> jobLifetime() {
    return optional(
        EnvironmentVariable.JOB_LIFETIME.key(),
        "an ISO 8601 duration such as PT12H, more than nothing and at most PT24H",
        text -> duration(text, MAX_LIFETIME),
        DEFAULT_LIFETIME);
  }

  Supplier<Duration> keepFailed() {
    return optional(
        EnvironmentVariable.KEEP_FAILED.key(),
        "an ISO 8601 duration such as P400D, more than nothing and at most P3650D",
        text -> duration(text, Duration.ofDays(3650)),
        DEFAULT_KEEPING);
  }

  /**
   * @throws EnvironmentException if any variable read so far was at fault
   */
  void refuseIfFaulty() {
    if (!faults.isEmpty()) {
      throw new EnvironmentException(faults);
    }
  }

  private static List<String> tagKeys(String text) {
    List<String> keys = List.of(text.split(",", -1));
    for (String key : keys) {
      if (!TAG_KEY.matcher(key).matches()) {
        throw InvalidValueException.of("a tag key", key);
      }
    }
    return keys;
  }

  private static Duration duration(String text, Duration longest) {
    Duration duration;
    try {
      duration = Duration.parse(text);
    } catch (DateTimeException e) {
      throw InvalidValueException.of("an ISO 8601 duration", text);
    }
    if (!duration.isPositive() || duration.compareTo(longest) > 0) {
      throw InvalidValueException.of("a duration within " + longest, text);
    }
    return duration;
  }

  /** Some of these constants by their names, with commas between; all if there is no variable. */
  private <E extends Enum<E>> Supplier<List<E>> constants(String variable, List<E> all) {
    Map<String, E> byName = all.stream().collect(Collectors.toMap(Enum::name, c -> c));
    return optional(
        variable,
        "some of %s, with commas between".formatted(all),
        text ->
            Arrays.stream(text.split(",", -1))
                .map(name ->
                    Optional.ofNullable(byName.get(name))
                        .orElseThrow(() -> InvalidValueException.of("one of " + all, name)))
                .toList(),
        all);
  }

  private <T> Supplier<T> optional(
      String variable, String expected, Function<String, T> parse, T otherwise) {
    return variables.containsKey(variable) ? parsed(variable, expected, parse) : () -> otherwise;
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
