package io.keyferry.local.iam;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a policy.
 *
 * @param principals absent in an identity-based policy
 * @param actions patterns; with {@code NotAction}, none of them may match
 * @param resources patterns
 */
public record Statement(
    String sid,
    Effect effect,
    Optional<Principals> principals,
    Actions actions,
    List<String> resources,
    List<Condition> conditions) {

  /** Whether it allows or denies what it matches. */
  public enum Effect {
    ALLOW,
    DENY
  }

  /**
   * The patterns of {@code Action} or {@code NotAction}.
   *
   * @param excluded whether the statement covers all other actions
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

  /** A copy with other actions. */
  public Statement withActions(List<String> patterns) {
    return new Statement(
        sid, effect, principals, new Actions(actions.excluded(), patterns), resources, conditions);
  }

  /** A copy with other resources. */
  public Statement withResources(List<String> patterns) {
    return new Statement(sid, effect, principals, actions, patterns, conditions);
  }

  /** A copy with other conditions. */
  public Statement withConditions(List<Condition> changed) {
    return new Statement(sid, effect, principals, actions, resources, changed);
  }

  /** Whether it covers this call, whoever the caller is. */
  boolean covers(Call call) {
    return actions.cover(call.action())
        && resources.stream().anyMatch(r -> Glob.matches(r, call.resource()))
        && conditions.stream().allMatch(c -> c.isSatisfiedBy(call.context()));
  }
}
