package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a throw-away key of each kind that the policy allows, and wraps it. */
final class KeyKindsCheck implements Check {

  @Override
  public String name() {
    return "key kinds";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    Policy policy = visit.config.get().policy();
    KeyTemplate template = visit.hsm.get().token().template();
    Token token = visit.token.get();
    List<String> facts = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (KeySpec spec : policy.kmsKeys().specs().stream().sorted().toList()) {
      Optional<WrappingAlgorithm> algorithm = policy.algorithmFor(spec);
      if (algorithm.isEmpty()) {
        facts.add(spec + ": not tried, no algorithm of policy.wrapping-algorithms wraps it");
        continue;
      }
      try (TokenSession session = token.openSession()) {
        session.wrapping().tryOut(spec, algorithm.get(), template);
        facts.add("%s: generated, wrapped by %s, opened in Java".formatted(spec, algorithm.get()));
      } catch (HsmException e) {
        faults.add("%s: %s".formatted(spec, e.getMessage()));
      }
    }
    return faults.isEmpty()
        ? new Finding.Passed(facts)
        : new Finding.Failed(
            faults,
            visit.onLuna(
                "see partition policies 1 (private key wrapping), 5 (secret key wrapping), 10 and 11 (attributes) and FIPS mode (policy 43); or take the kinds that the token lacks out of policy.key-specs",
                "take the kinds that this token lacks out of policy.key-specs, or take a token that has them"));
  }
}
