package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.ImportedKeyPair;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.crypto.NewKeyPairs;
import io.keyferry.kmsemulator.key.Encryption;
import io.keyferry.kmsemulator.key.EncryptionKeys;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.util.List;

/**
 * {@code GenerateDataKeyPair} and {@code GenerateDataKeyPairWithoutPlaintext}: a new key pair, with
 * its private key encrypted under a symmetric key. KMS keeps neither.
 */
public final class GenerateDataKeyPair implements KmsOperation {

  private static final String SPEC = "KeyPairSpec";

  private static final Shape SHAPE =
      Shape.of(
          Members.ENCRYPTION_CONTEXT,
          Members.KEY_ID.needed(),
          Member.oneOf(
                  SPEC,
                  List.of(
                      "RSA_2048",
                      "RSA_3072",
                      "RSA_4096",
                      "ECC_NIST_P256",
                      "ECC_NIST_P384",
                      "ECC_NIST_P521",
                      "ECC_SECG_P256K1",
                      "SM2",
                      "ECC_NIST_EDWARDS25519"))
              .needed(),
          Members.RECIPIENT,
          Members.DRY_RUN);

  private final EncryptionKeys keys;
  private final NewKeyPairs pairs;
  private final boolean withPlaintext;

  public GenerateDataKeyPair(EncryptionKeys keys, NewKeyPairs pairs, boolean withPlaintext) {
    this.keys = keys;
    this.pairs = pairs;
    this.withPlaintext = withPlaintext;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    Members.refuseRecipient(given);
    String spec = given.text(SPEC);
    Encryption encryption =
        keys.forDataKeys(
            given.text("KeyId"),
            given.texts("EncryptionContext"),
            withPlaintext ? "GenerateDataKeyPair" : "GenerateDataKeyPairWithoutPlaintext");
    KeyBytes privateKey = pairs.make(spec);
    byte[] ciphertext = encryption.encrypt(privateKey.toArray());
    UsableKeys.stopDryRun(given);
    ObjectNode answer =
        Json.object()
            .put("PrivateKeyCiphertextBlob", ciphertext)
            .put("PublicKey", ImportedKeyPair.publicKey(privateKey))
            .put("KeyId", encryption.key().toString())
            .put(SPEC, spec);
    encryption.materialId().ifPresent(id -> answer.put("KeyMaterialId", id));
    return withPlaintext ? answer.put("PrivateKeyPlaintext", privateKey.toArray()) : answer;
  }
}
