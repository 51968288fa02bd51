package io.keyferry.local.iam;

import java.util.ArrayList;
import java.util.List;

/**
 * A policy document.
 *
 * @param name unique among the policies of a deployment, such as that of its role
 */
public record Policy(String name, List<Statement> statements) {

  public Policy {
    statements = List.copyOf(statements);
  }

  /** A copy with one statement replaced. */
  public Policy with(int index, Statement statement) {
    List<Statement> changed = new ArrayList<>(statements);
    changed.set(index, statement);
    return new Policy(name, changed);
  }
}
