package io.keyferry.agent.hsm.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.model.value.KeySpec;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tokens of the other tests accept every template; these are the answers of one that does not.
 */
final class KeyAttributesTest {

  private final Map<Attribute, Boolean> wanted =
      KeyAttributes.of(KeyTemplate.LUNA_GUIDE, KeySpec.SYMMETRIC_DEFAULT);
  private final SortedMap<String, Boolean> found = new TreeMap<>();

  KeyAttributesTest() {
    wanted.forEach((attribute, value) -> found.put(attribute.toString(), value));
  }

  @Test
  void namesAttributesThatTheTokenChanged() {
    found.put("CKA_DERIVE", false);
    assertThat(KeyAttributes.differences(wanted, found))
        .containsExactly("CKA_DERIVE expected true, found false");
  }

  @Test
  void anEd25519KeyIsToSignAndNothingElse() {
    assertThat(KeyAttributes.of(KeyTemplate.LUNA_GUIDE, KeySpec.ECC_NIST_EDWARDS25519))
        .containsEntry(Attribute.SIGN, true)
        .doesNotContainKeys(Attribute.DERIVE, Attribute.DECRYPT, Attribute.UNWRAP);
  }

  @ParameterizedTest
  @EnumSource(names = {"TOKEN", "PRIVATE", "SENSITIVE", "EXTRACTABLE", "WRAP"})
  void refusesATokenThatDoesNotReportARequiredAttribute(Attribute attribute) {
    found.remove(attribute.toString());
    assertThat(KeyAttributes.differences(wanted, found))
        .containsExactly(attribute + " expected true, found none");
  }

  @ParameterizedTest
  @EnumSource(names = {"MODIFIABLE", "DERIVE"})
  void toleratesATokenWithoutTheOthers(Attribute attribute) {
    found.remove(attribute.toString());
    assertThat(KeyAttributes.differences(wanted, found)).isEmpty();
  }
}
