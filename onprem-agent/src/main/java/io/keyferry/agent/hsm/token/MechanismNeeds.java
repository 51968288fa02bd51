package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.MechanismNeed;
import io.keyferry.agent.hsm.pkcs11.Curve;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The mechanisms that a token needs, and for what. */
final class MechanismNeeds {

  private final Set<Long> offered;
  private final Map<Mechanism, String> needs = new EnumMap<>(Mechanism.class);

  MechanismNeeds(Set<Long> offered) {
    this.offered = Set.copyOf(offered);
  }

  List<MechanismNeed> of(Set<KeySpec> keySpecs, Set<WrappingAlgorithm> algorithms) {
    need(Mechanism.EC_KEY_PAIR_GEN, "the agent's signing key");
    need(Mechanism.ECDSA, "the agent's signatures");
    keySpecs.stream().sorted().forEach(this::generation);
    algorithms.stream().sorted().forEach(this::wrapping);
    List<MechanismNeed> all = new ArrayList<>();
    needs.forEach((mechanism, purpose) ->
        all.add(
            new MechanismNeed(mechanism.inFull(), purpose, offered.contains(mechanism.type()))));
    if (algorithms.stream().anyMatch(WrappingAlgorithm::isHybrid)) {
      all.add(aesKwp());
    }
    return List.copyOf(all);
  }

  private void generation(KeySpec spec) {
    switch (spec.family()) {
      case AES -> need(Mechanism.AES_KEY_GEN, spec.name());
      case HMAC -> {
        need(Mechanism.GENERIC_SECRET_KEY_GEN, spec.name());
        need(Mechanism.ofHmac(spec), spec.name());
      }
      case RSA ->
          need(
              Mechanism.RSA_KEY_PAIR_GENS.stream()
                  .filter(mechanism -> offered.contains(mechanism.type()))
                  .findFirst()
                  .orElse(Mechanism.RSA_PKCS_KEY_PAIR_GEN),
              spec.name());
      case ECC -> need(Curve.of(spec).orElseThrow().generation(), spec.name());
    }
  }

  private void wrapping(WrappingAlgorithm algorithm) {
    need(KeyWrap.rsa(algorithm), algorithm.name());
    if (algorithm.isHybrid()) {
      need(Mechanism.AES_KEY_GEN, algorithm.name());
      need(Mechanism.GENERIC_SECRET_KEY_GEN, algorithm.name());
    }
  }

  private void need(Mechanism mechanism, String purpose) {
    needs.merge(mechanism, purpose, (known, more) -> known + ", " + more);
  }

  private MechanismNeed aesKwp() {
    return new MechanismNeed(
        AesKwpProof.NAMES.stream().map(Mechanism::inFull).collect(Collectors.joining(" or ")),
        "RSA_AES_KEY_WRAP",
        AesKwpProof.NAMES.stream().anyMatch(name -> offered.contains(name.type())));
  }
}
