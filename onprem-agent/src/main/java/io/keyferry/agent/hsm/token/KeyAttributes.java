package io.keyferry.agent.hsm.token;

import static io.keyferry.agent.hsm.pkcs11.Attribute.ALWAYS_SENSITIVE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.EXTRACTABLE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.LOCAL;
import static io.keyferry.agent.hsm.pkcs11.Attribute.MODIFIABLE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.NEVER_EXTRACTABLE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.PRIVATE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.SENSITIVE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.TOKEN;
import static io.keyferry.agent.hsm.pkcs11.Attribute.WRAP;

import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.KeyTemplate.Usage;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.AttributeValues;
import io.keyferry.model.value.KeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Boolean attributes of keys to generate and of existing keys.
 *
 * <p>SoftHSM and NSS softokn know all twelve of the template. An attribute that a token does not
 * know is acceptable unless the key's protection depends on it.
 */
final class KeyAttributes {

  private static final Set<Attribute> MUST_BE_KNOWN =
      Set.of(TOKEN, PRIVATE, SENSITIVE, EXTRACTABLE, WRAP);
  private static final Set<Usage> MAC = Set.of(Usage.SIGN, Usage.VERIFY);
  private static final Set<Usage> RSA_PRIVATE = Set.of(Usage.DECRYPT, Usage.SIGN, Usage.UNWRAP);
  private static final Set<Usage> RSA_PUBLIC = Set.of(Usage.ENCRYPT, Usage.VERIFY, Usage.WRAP);
  private static final Set<Usage> EC_PRIVATE = Set.of(Usage.SIGN, Usage.DERIVE);
  private static final Set<Usage> ED_PRIVATE = Set.of(Usage.SIGN);
  private static final Set<Usage> EC_PUBLIC = Set.of(Usage.VERIFY);

  /** The attributes of the template and of the key's history. */
  static final Set<Attribute> REPORTED = reported();

  private KeyAttributes() {}

  private static Set<Attribute> reported() {
    Set<Attribute> reported = EnumSet.of(LOCAL, ALWAYS_SENSITIVE, NEVER_EXTRACTABLE);
    reported.addAll(of(KeyTemplate.LUNA_GUIDE, KeySpec.SYMMETRIC_DEFAULT).keySet());
    return Collections.unmodifiableSet(reported);
  }

  /**
   * The template's attributes for a secret key or the private half of a pair, including the false
   * ones. An HMAC key only signs and verifies; an Ed25519 key only signs (NSS softokn fails if it
   * may derive keys).
   */
  static Map<Attribute, Boolean> of(KeyTemplate template, KeySpec spec) {
    Map<Attribute, Boolean> wanted = new EnumMap<>(Attribute.class);
    for (Attribute always : List.of(TOKEN, PRIVATE, SENSITIVE, EXTRACTABLE)) {
      wanted.put(always, true);
    }
    wanted.put(MODIFIABLE, template.modifiable());
    Set<Usage> usages = spec.family() == KeySpec.Family.HMAC ? MAC : template.usages();
    for (Usage usage : applicable(spec)) {
      wanted.put(Attribute.valueOf(usage.name()), usages.contains(usage));
    }
    return wanted;
  }

  /** The template's attributes for the public half of a pair. */
  static Map<Attribute, Boolean> ofPublicHalf(KeyTemplate template, KeySpec.Family family) {
    Map<Attribute, Boolean> wanted = new EnumMap<>(Attribute.class);
    wanted.put(TOKEN, true);
    wanted.put(PRIVATE, false);
    for (Usage usage : family == KeySpec.Family.RSA ? RSA_PUBLIC : EC_PUBLIC) {
      wanted.put(Attribute.valueOf(usage.name()), template.usages().contains(usage));
    }
    return wanted;
  }

  private static Set<Usage> applicable(KeySpec spec) {
    return switch (spec.family()) {
      case AES, HMAC -> EnumSet.allOf(Usage.class);
      case RSA -> RSA_PRIVATE;
      case ECC -> spec == KeySpec.ECC_NIST_EDWARDS25519 ? ED_PRIVATE : EC_PRIVATE;
    };
  }

  /** The attributes of the template and of the key's history in the token, by PKCS#11 name. */
  static SortedMap<String, Boolean> of(AttributeValues values) {
    SortedMap<String, Boolean> found = new TreeMap<>();
    for (Attribute attribute : REPORTED) {
      values.bool(attribute).ifPresent(value -> found.put(attribute.toString(), value));
    }
    return found;
  }

  /** The differences: {@code CKA_WRAP expected true, found false}. */
  static List<String> differences(
      Map<Attribute, Boolean> wanted, SortedMap<String, Boolean> found) {
    List<String> differences = new ArrayList<>();
    wanted.forEach((attribute, value) -> {
      Optional<Boolean> has = Optional.ofNullable(found.get(attribute.toString()));
      boolean same = has.map(value::equals).orElse(!MUST_BE_KNOWN.contains(attribute));
      if (!same) {
        differences.add(
            "%s expected %s, found %s"
                .formatted(attribute, value, has.map(String::valueOf).orElse("none")));
      }
    });
    return differences;
  }

  /** Whether the key has the attribute and it is true. */
  static boolean isTrue(SortedMap<String, Boolean> attributes, Attribute attribute) {
    return attributes.getOrDefault(attribute.toString(), false);
  }
}
