package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.KeySpec;
import java.io.IOException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Compares the key in KMS with the key in the HSM by asking KMS itself, independently of the
 * functions.
 */
final class KeyInKms {

  private KeyInKms() {}

  /** The evidence that it is the HSM's key. */
  static String theHsmsKey(Stage stage, KeySpec spec, ImportRecord record) throws IOException {
    String key = record.keyArn().orElseThrow().toString();
    HsmKeyReport inHsm = record.hsm().hsmKey().orElseThrow();
    KmsClient kms = stage.cloud().kmsClient();
    return switch (spec.family()) {
      case AES -> {
        assertThat(stage.keyCheckValueInKms(record))
            .isEqualTo(inHsm.proof().keyCheckValue().orElseThrow().value());
        yield "same key check value";
      }
      case HMAC -> {
        SdkBytes challenge =
            SdkBytes.fromByteArray(inHsm.proof().mac().orElseThrow().challenge().bytes());
        byte[] mac =
            kms.generateMac(
                    r -> r.keyId(key).message(challenge).macAlgorithm("HMAC_SHA_" + spec.bits()))
                .mac()
                .asByteArray();
        assertThat(Blob.of(mac)).isEqualTo(inHsm.proof().mac().orElseThrow().mac());
        yield "same MAC";
      }
      case RSA, ECC -> {
        byte[] publicKey = kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray();
        assertThat(Blob.of(publicKey)).isEqualTo(inHsm.proof().publicKey().orElseThrow());
        yield "same public key";
      }
    };
  }
}
