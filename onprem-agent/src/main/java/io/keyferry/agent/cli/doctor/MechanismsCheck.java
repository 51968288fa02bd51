package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.MechanismNeed;
import io.keyferry.agent.job.check.Policy;
import java.util.List;

/** Whether the token offers what the policy needs. */
final class MechanismsCheck implements Check {

  @Override
  public String name() {
    return "mechanisms";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing, HsmException {
    Policy policy = visit.config.get().policy();
    List<MechanismNeed> needs = visit.view.get().needs(policy.kmsKeys().specs(), policy.algorithmsInUse());
    List<String> missing =
        needs.stream()
            .filter(need -> !need.offered())
            .map(need ->
                "expected %s, needed for %s, found that the token does not offer it"
                    .formatted(need.mechanism(), need.purpose()))
            .toList();
    return missing.isEmpty()
        ? new Finding.Passed(needs.stream().map(MechanismNeed::mechanism).toList())
        : new Finding.Failed(
            missing,
            visit.onLuna(
                "compare with lunacm: partition showmechanism; FIPS mode (partition policy 43, HSM policy 12) and policy 33 take mechanisms away; or narrow policy.key-specs and policy.wrapping-algorithms",
                "narrow policy.key-specs and policy.wrapping-algorithms to what this token offers (pkcs11-tool --list-mechanisms), or take a token that offers more"));
  }
}
