package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.job.check.Policy;
import io.keyferry.model.value.WrappingAlgorithm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What the agent lets the cloud order. */
final class PolicyCheck implements Check {

  @Override
  public String name() {
    return "policy";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    Policy policy = visit.config.get().policy();
    if (policy.wrapping().algorithms().contains(WrappingAlgorithm.RSAES_PKCS1_V1_5)) {
      return new Finding.Failed(
          "expected algorithms that KMS takes, found RSAES_PKCS1_V1_5, which it has refused since 10 October 2023",
          "take it out of policy.wrapping-algorithms");
    }
    if (policy.algorithmsInUse().isEmpty()) {
      return new Finding.Failed(
          "expected an algorithm by which one of %s goes, found %s"
              .formatted(text(policy.kmsKeys().specs()), text(policy.wrapping().algorithms())),
          "add one to policy.wrapping-algorithms: RSAES_OAEP_SHA_256 for secret keys, RSA_AES_KEY_WRAP_SHA_256 for key pairs");
    }
    List<String> facts = new ArrayList<>();
    facts.add("accounts " + text(policy.kmsKeys().accounts()));
    facts.add("Regions " + text(policy.kmsKeys().regions()));
    facts.add("KMS keys " + text(policy.kmsKeys().patterns()));
    facts.add("key specs " + text(policy.kmsKeys().specs()));
    facts.add("wrapping algorithms " + text(policy.wrapping().algorithms()));
    facts.add("wrapping keys of at least %d bits".formatted(policy.wrapping().minKeyBits()));
    facts.add(
        "keys of the HSM that were there: "
            + (policy.hsmKeys().existing().isEmpty() ? "none" : text(policy.hsmKeys().existing())));
    facts.add("a job may make a key extractable: " + (policy.hsmKeys().makeExtractable() ? "yes" : "no"));
    facts.add("SHA-256 " + policy.digest().hex());
    return new Finding.Passed(facts);
  }

  private static String text(Collection<?> values) {
    return values.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }
}
