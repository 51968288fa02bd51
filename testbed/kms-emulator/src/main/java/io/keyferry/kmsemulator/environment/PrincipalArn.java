package io.keyferry.kmsemulator.environment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARN of a principal: an account's root, a user, a role, a session. */
public record PrincipalArn(String partition, String whole) {

  /** Only a single {@code *}, which is no ARN, stands for more than one principal. */
  private static final Pattern FORM =
      Pattern.compile(
          "arn:(?<partition>aws[a-z-]*):(?:"
              + "iam::[0-9]{12}:(?:root|(?:user|role)/[\\x21-\\x7e&&[^*?]]+)"
              + "|sts::[0-9]{12}:(?:assumed-role/[\\w+=,.@-]+/[\\w+=,.@-]+"
              + "|federated-user/[\\w+=,.@-]+))");

  public static Optional<PrincipalArn> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new PrincipalArn(matcher.group("partition"), text))
        : Optional.empty();
  }

  /** The account itself exists; IAM decides on all others. */
  public boolean existsIn(KmsEnvironment environment) {
    return partition.equals(environment.partition())
        && (whole.equals(environment.rootArn())
            || environment.behavior().knownPrincipals().contain(whole));
  }
}
