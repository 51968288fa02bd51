package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.value.KeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataKeysTest {

  private final ImportedKeys kms = new ImportedKeys();
  private final String key =
      kms.imported(
          KeySpec.SYMMETRIC_DEFAULT,
          KeyUsage.ENCRYPT_DECRYPT,
          new TestMaterials().named("32 bytes of a"));

  @ParameterizedTest
  @ValueSource(ints = {1, 24, 1024})
  void areAsLongAsRequested(int length) {
    assertThat(dataKey(request().put("NumberOfBytes", length))).hasSize(length);
  }

  @Test
  void areAsLongAsTheirSpec() {
    assertThat(dataKey(request().put("KeySpec", "AES_128"))).hasSize(16);
    assertThat(dataKey(request().put("KeySpec", "AES_256"))).hasSize(32);
  }

  @Test
  void noTwoAreTheSame() {
    assertThat(dataKey(request().put("KeySpec", "AES_256")))
        .isNotEqualTo(dataKey(request().put("KeySpec", "AES_256")));
  }

  @Test
  void theHiddenPlaintextIsAsLongAsRequested() {
    ObjectNode withoutPlaintext =
        kms.call("GenerateDataKeyWithoutPlaintext", request().put("NumberOfBytes", 48));

    ObjectNode decrypted =
        kms.call(
            "Decrypt",
            Json.object()
                .put("CiphertextBlob", ImportedKeys.blob(withoutPlaintext, "CiphertextBlob")));
    assertThat(ImportedKeys.blob(decrypted, "Plaintext")).hasSize(48).isNotEqualTo(new byte[48]);
  }

  private ObjectNode request() {
    return Json.object().put("KeyId", key);
  }

  private byte[] dataKey(ObjectNode request) {
    return ImportedKeys.blob(kms.call("GenerateDataKey", request), "Plaintext");
  }
}
