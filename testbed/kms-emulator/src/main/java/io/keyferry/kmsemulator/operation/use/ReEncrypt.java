package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.Encryption;
import io.keyferry.kmsemulator.key.EncryptionKeys;
import io.keyferry.kmsemulator.key.EncryptionOptions;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;

/**
 * {@code ReEncrypt}: changes key, algorithm or encryption context without showing the plaintext
 * outside KMS.
 */
public final class ReEncrypt implements KmsOperation {

  private static final String NAME = "ReEncrypt";
  private static final String SOURCE = "Source";
  private static final String DESTINATION = "Destination";

  private static final Shape SHAPE =
      Shape.of(
          Member.blob("CiphertextBlob", 1, Members.MAX_CIPHERTEXT).needed(),
          Members.ENCRYPTION_CONTEXT.of(SOURCE),
          Members.KEY_ID.of(SOURCE),
          Members.KEY_ID.of(DESTINATION).needed(),
          Members.ENCRYPTION_CONTEXT.of(DESTINATION),
          Members.ENCRYPTION_ALGORITHM.of(SOURCE),
          Members.ENCRYPTION_ALGORITHM.of(DESTINATION),
          Members.DRY_RUN);

  private final EncryptionKeys keys;

  public ReEncrypt(EncryptionKeys keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    Encryption source =
        keys.forDecryption(given, SOURCE + "KeyId", EncryptionOptions.of(given, SOURCE), NAME);
    byte[] plain = source.decrypt(given.blob("CiphertextBlob"));
    Encryption destination =
        keys.forEncryption(
            given.text(DESTINATION + "KeyId"), EncryptionOptions.of(given, DESTINATION), NAME);
    byte[] ciphertext = destination.encrypt(plain);
    UsableKeys.stopDryRun(given);
    ObjectNode answer =
        Json.object()
            .put("CiphertextBlob", ciphertext)
            .put("SourceKeyId", source.key().toString())
            .put("KeyId", destination.key().toString())
            .put("SourceEncryptionAlgorithm", source.algorithm())
            .put("DestinationEncryptionAlgorithm", destination.algorithm());
    source.materialId().ifPresent(id -> answer.put("SourceKeyMaterialId", id));
    destination.materialId().ifPresent(id -> answer.put("DestinationKeyMaterialId", id));
    return answer;
  }
}
