package io.keyferry.infra.stack;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** Policy statements, each with a name that says what it is for. */
final class Statements {

  private Statements() {}

  static PolicyStatement allow(String sid, List<String> actions, List<String> resources) {
    return allow(sid, actions, resources, Map.of());
  }

  static PolicyStatement allow(
      String sid,
      List<String> actions,
      List<String> resources,
      Map<String, ? extends Map<String, ?>> conditions) {
    return statement(Effect.ALLOW, sid, actions, resources, conditions).build();
  }

  static PolicyStatement deny(
      String sid,
      List<String> actions,
      List<String> resources,
      Map<String, ? extends Map<String, ?>> conditions) {
    return statement(Effect.DENY, sid, actions, resources, conditions).build();
  }

  /** For the policy of a resource: who may do what with it. */
  static PolicyStatement allowTo(
      List<? extends IPrincipal> principals,
      String sid,
      List<String> actions,
      List<String> resources,
      Map<String, ? extends Map<String, ?>> conditions) {
    return statement(Effect.ALLOW, sid, actions, resources, conditions)
        .principals(principals)
        .build();
  }

  /** For the policy of a resource: what is denied, whatever else allows it. */
  static PolicyStatement denyTo(
      IPrincipal principal,
      String sid,
      List<String> actions,
      List<String> resources,
      Map<String, ? extends Map<String, ?>> conditions) {
    return statement(Effect.DENY, sid, actions, resources, conditions)
        .principals(List.of(principal))
        .build();
  }

  private static PolicyStatement.Builder statement(
      Effect effect,
      String sid,
      List<String> actions,
      List<String> resources,
      Map<String, ? extends Map<String, ?>> conditions) {
    return PolicyStatement.Builder.create()
        .sid(sid)
        .effect(effect)
        .actions(actions)
        .resources(resources)
        .conditions(sorted(conditions));
  }

  /** The same map in a stable order, which Map.of does not have. */
  static <V> Map<String, V> inOrder(Map<String, V> map) {
    return new TreeMap<>(map);
  }

  /** Equal settings must make equal templates; the order of Map.of varies. */
  private static Map<String, Map<String, ?>> sorted(
      Map<String, ? extends Map<String, ?>> conditions) {
    Map<String, Map<String, ?>> sorted = new TreeMap<>();
    conditions.forEach((operator, keys) -> sorted.put(operator, new TreeMap<>(keys)));
    return sorted;
  }
}
