package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.value.KeySpec;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fact sheet 9: the public key that KMS returns is, byte for byte, that of the imported key. */
class PublicKeysTest {

  private static final List<String> LISTS =
      Stream.of(KeyUsage.values()).map(KeyUsage::algorithmsField).toList();

  private final ImportedKeys kms = new ImportedKeys();

  /** The lengths are those of fact sheet 1.4. */
  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSA 2048, ENCRYPT_DECRYPT, 294",
    "RSA_3072, RSA 3072, SIGN_VERIFY, 422",
    "RSA_4096, RSA 4096, ENCRYPT_DECRYPT, 550",
    "ECC_NIST_P256, EC secp256r1, SIGN_VERIFY, 91",
    "ECC_NIST_P256, EC secp256r1, KEY_AGREEMENT, 91",
    "ECC_NIST_P384, EC secp384r1, SIGN_VERIFY, 120",
    "ECC_NIST_P384, EC secp384r1, KEY_AGREEMENT, 120",
    "ECC_NIST_P521, EC secp521r1, SIGN_VERIFY, 158",
    "ECC_NIST_P521, EC secp521r1, KEY_AGREEMENT, 158",
    "ECC_SECG_P256K1, EC secp256k1, SIGN_VERIFY, 88",
    "ECC_NIST_EDWARDS25519, Ed25519 -, SIGN_VERIFY, 44",
  })
  void isThatOfTheImportedKey(KeySpec spec, String material, KeyUsage usage, int length) {
    KeyPair pair = TestMaterials.newPair(material);
    String key = kms.imported(spec, usage, pair.getPrivate().getEncoded());

    ObjectNode answer = kms.call("GetPublicKey", Json.object().put("KeyId", key));

    assertThat(ImportedKeys.blob(answer, "PublicKey"))
        .hasSize(length)
        .isEqualTo(pair.getPublic().getEncoded());
    assertThat(answer.path("KeyId").asText()).isEqualTo(key);
    assertThat(answer.path("KeySpec").asText()).isEqualTo(spec.name());
    assertThat(answer.path("CustomerMasterKeySpec").asText()).isEqualTo(spec.name());
    assertThat(answer.path("KeyUsage").asText()).isEqualTo(usage.name());
    assertThat(answer.path(usage.algorithmsField())).isEqualTo(Json.texts(usage.algorithms(spec)));
    assertThat(LISTS).filteredOn(answer::has).containsExactly(usage.algorithmsField());
  }
}
