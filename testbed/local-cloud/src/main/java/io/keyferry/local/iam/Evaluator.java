package io.keyferry.local.iam;

import io.keyferry.local.iam.Statement.Effect;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides calls within one account and between two, as in the IAM User Guide's "Policy evaluation
 * logic"; without organizations, boundaries and session policies, which the template does not have.
 */
public final class Evaluator {

  private static final String IDENTITY = "identity-based";
  private static final String RESOURCE = "resource-based";

  private Evaluator() {}

  /**
   * Decides one call.
   *
   * @param account of the resource
   */
  public static Decision decide(Call call, ResourcePolicy resource, String account) {
    List<Policy> identity = call.caller().policies();
    Optional<Policy> own =
        switch (resource) {
          case ResourcePolicy.None() -> Optional.empty();
          case ResourcePolicy.Beside(Optional<Policy> policy) -> policy;
          case ResourcePolicy.KeyPolicy(Policy policy) -> Optional.of(policy);
        };
    Optional<Decision> denied =
        denial(identity, call, IDENTITY).or(() -> denial(own.stream().toList(), call, RESOURCE));
    if (denied.isPresent()) {
      return denied.get();
    }
    boolean byIdentity = matching(identity, Effect.ALLOW, call).findFirst().isPresent();
    Principals.Match byResource = named(own, call);
    if (!call.caller().account().equals(account)) {
      boolean admitted = byResource != Principals.Match.NONE;
      return admitted && byIdentity
          ? new Decision.Allowed()
          : new Decision.ImplicitlyDenied(admitted ? IDENTITY : RESOURCE);
    }
    return switch (resource) {
      case ResourcePolicy.KeyPolicy _ ->
          switch (byResource) {
            case NONE -> new Decision.ImplicitlyDenied(RESOURCE);
            case ACCOUNT -> allowedIf(byIdentity);
            case CALLER -> new Decision.Allowed();
          };
      case ResourcePolicy.Beside _ ->
          allowedIf(byIdentity || byResource == Principals.Match.CALLER);
      case ResourcePolicy.None _ -> allowedIf(byIdentity);
    };
  }

  private static Decision allowedIf(boolean allowed) {
    return allowed ? new Decision.Allowed() : new Decision.ImplicitlyDenied(IDENTITY);
  }

  private static Optional<Decision> denial(Collection<Policy> policies, Call call, String kind) {
    for (Policy policy : policies) {
      Optional<Statement> statement = matching(List.of(policy), Effect.DENY, call).findFirst();
      if (statement.isPresent()) {
        return Optional.of(
            new Decision.ExplicitlyDenied(policy.name(), statement.get().sid(), kind));
      }
    }
    return Optional.empty();
  }

  private static Stream<Statement> matching(Collection<Policy> policies, Effect effect, Call call) {
    return policies.stream()
        .flatMap(policy -> policy.statements().stream())
        .filter(statement -> statement.effect() == effect)
        // A Deny for the account applies to all of its principals.
        .filter(statement ->
            statement.principals().isEmpty()
                || statement.principals().get().match(call.caller()) != Principals.Match.NONE)
        .filter(statement -> statement.covers(call));
  }

  /** How the resource's policy allows the caller. */
  private static Principals.Match named(Optional<Policy> own, Call call) {
    return matching(own.stream().toList(), Effect.ALLOW, call)
        .flatMap(statement -> statement.principals().stream())
        .map(principals -> principals.match(call.caller()))
        .reduce(Principals.Match.NONE, (a, b) -> a.compareTo(b) > 0 ? a : b);
  }
}
