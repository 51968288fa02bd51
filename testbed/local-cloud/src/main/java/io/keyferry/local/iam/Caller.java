package io.keyferry.local.iam;

import java.util.List;
import java.util.Optional;

/**
 * The caller: a role's session or a user, with the attached policies.
 *
 * @param arn of the role or user, which is {@code aws:PrincipalArn}
 * @param sessionArn as AWS's messages name it: of the session for a role, otherwise the same
 * @param policies its identity-based policies
 */
public record Caller(String arn, String sessionArn, List<Policy> policies) {

  public Caller {
    policies = List.copyOf(policies);
  }

  /** A role, with a session of this name. */
  public static Caller role(String arn, String session, List<Policy> policies) {
    String sessionArn =
        arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/" + session;
    return new Caller(arn, sessionArn, policies);
  }

  /** A user with the managed policy AdministratorAccess. */
  public static Caller administrator(String arn) {
    Statement everything =
        new Statement(
            "AdministratorAccess",
            Statement.Effect.ALLOW,
            Optional.empty(),
            new Statement.Actions(false, List.of("*")),
            List.of("*"),
            List.of());
    return new Caller(arn, arn, List.of(new Policy("AdministratorAccess", List.of(everything))));
  }

  /** The account of its ARN. */
  public String account() {
    return arn.split(":", 6)[4];
  }
}
