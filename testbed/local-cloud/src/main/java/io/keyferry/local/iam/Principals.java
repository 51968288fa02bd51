package io.keyferry.local.iam;

import java.util.List;

/**
 * The {@code Principal} of a statement in a resource's policy.
 *
 * @param aws ARNs, account ids or {@code *}
 * @param services such as {@code events.amazonaws.com}
 */
public record Principals(List<String> aws, List<String> services) {

  /** How a statement matches a caller. */
  enum Match {
    /** Not at all. */
    NONE,
    /** By its account, so that the caller's own policies decide. */
    ACCOUNT,
    /** By the caller itself, or by everybody. */
    CALLER
  }

  public Principals {
    aws = List.copyOf(aws);
    services = List.copyOf(services);
  }

  Match match(Caller caller) {
    if (aws.contains("*") || aws.contains(caller.arn()) || aws.contains(caller.sessionArn())) {
      return Match.CALLER;
    }
    String account = caller.account();
    boolean byAccount =
        aws.stream().anyMatch(p -> p.equals(account) || p.endsWith(":iam::" + account + ":root"));
    return byAccount ? Match.ACCOUNT : Match.NONE;
  }
}
