package io.keyferry.local.grants;

import io.keyferry.local.iam.Condition;
import io.keyferry.local.iam.Policy;
import io.keyferry.local.iam.Statement;
import io.keyferry.local.iam.Statement.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that a statement grants or denies, and the policy without it.
 *
 * @param element an action, a resource pattern or a value of a condition, each with its kind
 */
record Grant(Policy policy, String sid, Effect effect, String element, Policy without) {

  /** Everything that a policy grants and denies. Of a Deny, only the actions count. */
  static List<Grant> of(Policy policy) {
    List<Grant> grants = new ArrayList<>();
    for (int i = 0; i < policy.statements().size(); i++) {
      Statement statement = policy.statements().get(i);
      for (String action : statement.actions().patterns()) {
        List<String> rest = new ArrayList<>(statement.actions().patterns());
        rest.remove(action);
        grants.add(grant(policy, i, "action " + action, statement.withActions(rest)));
      }
      if (statement.effect() == Effect.DENY) {
        continue;
      }
      for (String resource : statement.resources()) {
        List<String> rest = new ArrayList<>(statement.resources());
        rest.remove(resource);
        grants.add(grant(policy, i, "resource " + resource, statement.withResources(rest)));
      }
      grants.addAll(conditions(policy, i, statement));
    }
    return grants;
  }

  private static List<Grant> conditions(Policy policy, int index, Statement statement) {
    List<Grant> grants = new ArrayList<>();
    for (Condition condition : statement.conditions()) {
      for (String value : condition.values()) {
        List<Condition> changed = new ArrayList<>(statement.conditions());
        changed.set(changed.indexOf(condition), condition.without(value));
        grants.add(
            grant(
                policy,
                index,
                "condition %s %s = %s".formatted(condition.operator(), condition.key(), value),
                statement.withConditions(changed)));
      }
    }
    return grants;
  }

  private static Grant grant(Policy policy, int index, String element, Statement without) {
    Statement statement = policy.statements().get(index);
    return new Grant(
        policy, statement.sid(), statement.effect(), element, policy.with(index, without));
  }

  /** The name in the list of exceptions. */
  String name() {
    return "%s / %s / %s".formatted(policy.name(), sid, element);
  }
}
