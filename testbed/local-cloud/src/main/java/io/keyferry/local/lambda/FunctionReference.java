package io.keyferry.local.lambda;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The function name in an Invoke request: {@code NAME}, {@code ACCOUNT:function:NAME} or the whole
 * ARN, each optionally with {@code :QUALIFIER} (Lambda API, Invoke, FunctionName).
 */
record FunctionReference(
    Optional<String> region, Optional<String> account, String name, Qualifier qualifier) {

  /** Lambda's own pattern. */
  static final String PATTERN =
      "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?"
          + "(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)"
          + "(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

  private static final Pattern FORM =
      Pattern.compile(
          "(?:arn:(?:aws[a-zA-Z-]*)?:lambda:(?=[a-z]))?"
              + "(?:(?<region>[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-[0-9]):)?"
              + "(?:(?<account>[0-9]{12}):)?"
              + "(?:function:)?"
              + "(?<name>[a-zA-Z0-9-_.]+)"
              + "(?::(?<qualifier>\\$LATEST(?:\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?");

  /** Reads one of the forms; empty for anything else. */
  static Optional<FunctionReference> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new FunctionReference(
            Optional.ofNullable(matcher.group("region")),
            Optional.ofNullable(matcher.group("account")),
            matcher.group("name"),
            new Qualifier(Optional.ofNullable(matcher.group("qualifier")))));
  }

  /** The whole ARN that invokes one of our functions. */
  FunctionArn in(LambdaSettings settings) {
    return new FunctionArn(settings.region().id(), settings.account(), name, qualifier);
  }
}
