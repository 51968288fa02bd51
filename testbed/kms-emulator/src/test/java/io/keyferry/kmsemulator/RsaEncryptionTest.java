package io.keyferry.kmsemulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.value.KeySpec;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** KMS's RSA encryption against the JDK's own, in both directions. */
class RsaEncryptionTest {

  private static final byte[] PLAIN = "imported RSA encryption".getBytes(US_ASCII);
  private static final KeyPair PAIR = TestMaterials.newPair("RSA 2048");

  private final ImportedKeys kms = new ImportedKeys();
  private final String key =
      kms.imported(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT, PAIR.getPrivate().getEncoded());

  @ParameterizedTest
  @CsvSource({"RSAES_OAEP_SHA_1, SHA-1", "RSAES_OAEP_SHA_256, SHA-256"})
  void kmsDecryptsWhatTheJdkEncrypts(String algorithm, String hash)
      throws GeneralSecurityException {
    Cipher cipher = cipher(hash);
    cipher.init(Cipher.ENCRYPT_MODE, PAIR.getPublic(), parameters(hash));

    ObjectNode answer =
        kms.call("Decrypt", request(algorithm).put("CiphertextBlob", cipher.doFinal(PLAIN)));

    assertThat(ImportedKeys.blob(answer, "Plaintext")).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @CsvSource({"RSAES_OAEP_SHA_1, SHA-1", "RSAES_OAEP_SHA_256, SHA-256"})
  void theJdkDecryptsWhatKmsEncrypts(String algorithm, String hash)
      throws GeneralSecurityException {
    ObjectNode answer = kms.call("Encrypt", request(algorithm).put("Plaintext", PLAIN));

    Cipher cipher = cipher(hash);
    cipher.init(Cipher.DECRYPT_MODE, PAIR.getPrivate(), parameters(hash));
    assertThat(cipher.doFinal(ImportedKeys.blob(answer, "CiphertextBlob"))).isEqualTo(PLAIN);
  }

  private ObjectNode request(String algorithm) {
    return Json.object().put("KeyId", key).put("EncryptionAlgorithm", algorithm);
  }

  private static Cipher cipher(String hash) throws GeneralSecurityException {
    return Cipher.getInstance("RSA/ECB/OAEPWith" + hash + "AndMGF1Padding", "SunJCE");
  }

  private static OAEPParameterSpec parameters(String hash) {
    return new OAEPParameterSpec(
        hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT);
  }
}
