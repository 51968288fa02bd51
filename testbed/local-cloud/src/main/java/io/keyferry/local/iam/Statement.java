package io.keyferry.local.iam;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a policy.
 *
 * @param principals absent in an identity-based policy
 * @param actions patterns; of which none may match if {@code NotAction} has them
 * @param resources patterns
 */
public record Statement(
    String sid,
    Effect effect,
    Optional<Principals> principals,
    Actions actions,
    List<String> resources,
    List<Condition> conditions) {

  /** Whether what it matches is allowed or denied. */
  public enum Effect {
    ALLOW,
    DENY
  }

  /**
   * The patterns of {@code Action} or {@code NotAction}.
   *
   * @param excluded whether they are those that the statement does not cover
   */
  public record Actions(boolean excluded, List<String> patterns) {

    public Actions {
      patterns = List.copyOf(patterns);
    }

    boolean cover(String action) {
      return excluded != patterns.stream().anyMatch(p -> Glob.matchesIgnoringCase(p, action));
    }
  }

  public Statement {
    resources = List.copyOf(resources);
    conditions = List.copyOf(conditions);
  }

  /** The same with other actions. */
  public Statement withActions(List<String> patterns) {
    return new Statement(
        sid, effect, principals, new Actions(actions.excluded(), patterns), resources, conditions);
  }

  /** The same with other resources. */
  public Statement withResources(List<String> patterns) {
    return new Statement(sid, effect, principals, actions, patterns, conditions);
  }

  /** The same with other conditions. */
  public Statement withConditions(List<Condition> changed) {
    return new Statement(sid, effect, principals, actions, resources, changed);
  }

  /** Whether it is about this call, whoever makes it. */
  boolean covers(Call call) {
    return actions.cover(call.action())
        && resources.stream().anyMatch(r -> Glob.matches(r, call.resource()))
        && conditions.stream().allMatch(c -> c.isSatisfiedBy(call.context()));
  }
}
