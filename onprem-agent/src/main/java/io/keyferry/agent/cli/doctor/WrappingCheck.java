package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.model.value.WrappingAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Wraps a throw-away key by each algorithm of the policy, and opens it in Java. */
final class WrappingCheck implements Check {

  @Override
  public String name() {
    return "wrapping, dry run";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    Policy policy = visit.config.get().policy();
    Token token = visit.token.get();
    Set<WrappingAlgorithm> inUse = policy.algorithmsInUse();
    List<String> facts = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (WrappingAlgorithm algorithm : policy.wrapping().algorithms().stream().sorted().toList()) {
      if (!inUse.contains(algorithm)) {
        facts.add(algorithm + ": not tried, no key of policy.key-specs goes by it");
        continue;
      }
      try {
        facts.add(algorithm + ": " + token.proveWrapping(algorithm));
      } catch (HsmException e) {
        faults.add(algorithm + ": " + e.getMessage());
      }
    }
    return faults.isEmpty()
        ? new Finding.Passed(facts)
        : new Finding.Failed(
            faults,
            visit.onLuna(
                "partition policy 5 (secret key wrapping) must be 1, and policies 10 and 11 must allow the attributes; or take the algorithm out of policy.wrapping-algorithms",
                "take the algorithm out of policy.wrapping-algorithms, or take a token that wraps by it"));
  }
}
