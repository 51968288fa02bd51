package io.keyferry.local.lambda;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller of Invoke names: {@code NAME}, {@code ACCOUNT:function:NAME} or the whole ARN, each
 * optionally with {@code :QUALIFIER} (Lambda API, Invoke, FunctionName).
 */
record FunctionReference(
    Optional<String> region, Optional<String> account, String name, Optional<String> qualifier) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:arn:aws[a-z-]*:lambda:(?<region>[a-z0-9-]+):(?=[0-9]))?"
              + "(?:(?<account>[0-9]{12}):(?=function:))?"
              + "(?:function:)?"
              + "(?<name>[a-zA-Z0-9-_]+)"
              + "(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]+))?");

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
            Optional.ofNullable(matcher.group("qualifier"))));
  }

  /** The whole ARN, where what was not named is ours. */
  FunctionArn in(LambdaSettings settings) {
    return new FunctionArn(
        region.orElse(settings.region().id()), account.orElse(settings.account()), name);
  }
}
