package io.keyferry.model.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WrappingRuleTest {

  @ParameterizedTest
  @CsvSource({
    "SYMMETRIC_DEFAULT,RSAES_OAEP_SHA_256,RSA_2048",
    "SYMMETRIC_DEFAULT,RSAES_OAEP_SHA_1,RSA_4096",
    "HMAC_512,RSAES_OAEP_SHA_256,RSA_2048",
    "ECC_NIST_P384,RSAES_OAEP_SHA_256,RSA_2048",
    "ECC_NIST_P521,RSAES_OAEP_SHA_256,RSA_3072",
    "ECC_NIST_EDWARDS25519,RSAES_OAEP_SHA_256,RSA_3072",
    "ECC_NIST_P521,RSA_AES_KEY_WRAP_SHA_256,RSA_2048",
    "RSA_4096,RSA_AES_KEY_WRAP_SHA_1,RSA_4096"
  })
  void allowsWhatKmsAccepts(KeySpec key, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    assertThat(WrappingRule.refusal(key, algorithm, spec)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SYMMETRIC_DEFAULT,RSA_AES_KEY_WRAP_SHA_256,RSA_4096",
    "HMAC_256,RSA_AES_KEY_WRAP_SHA_256,RSA_4096",
    "RSA_2048,RSAES_OAEP_SHA_256,RSA_4096",
    "ECC_NIST_P521,RSAES_OAEP_SHA_1,RSA_2048",
    "ECC_NIST_EDWARDS25519,RSAES_OAEP_SHA_256,RSA_2048"
  })
  void refusesTheRestInKmsOwnWords(KeySpec key, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    assertThat(WrappingRule.refusal(key, algorithm, spec))
        .contains(
            "Wrapping algorithm %s and wrapping key spec %s cannot be used to import a %s key."
                .formatted(algorithm, spec, key));
  }

  @ParameterizedTest
  @EnumSource(KeySpec.class)
  void refusesPkcs1ForEveryKey(KeySpec key) {
    assertThat(
            WrappingRule.refusal(key, WrappingAlgorithm.RSAES_PKCS1_V1_5, WrappingKeySpec.RSA_4096))
        .isPresent();
  }

  @ParameterizedTest
  @EnumSource(KeySpec.class)
  void theUsualAlgorithmIsAllowedUnderTheUsualWrappingKey(KeySpec key) {
    assertThat(WrappingRule.refusal(key, WrappingRule.usual(key), WrappingKeySpec.RSA_4096))
        .isEmpty();
  }

  /** A refusal advises everything that is allowed, and nothing else. */
  @ParameterizedTest
  @EnumSource(KeySpec.class)
  void theChoiceNamesEveryAlgorithmThatIsAllowed(KeySpec key) {
    for (WrappingAlgorithm algorithm : WrappingAlgorithm.values()) {
      boolean allowed = WrappingRule.refusal(key, algorithm, WrappingKeySpec.RSA_4096).isEmpty();
      assertThat(WrappingRule.choice(key).contains(algorithm.name())).isEqualTo(allowed);
    }
  }
}
