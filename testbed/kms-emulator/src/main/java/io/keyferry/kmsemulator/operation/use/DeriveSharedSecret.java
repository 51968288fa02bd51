package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.KeyAgreement;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.util.List;

/** {@code DeriveSharedSecret}: ECDH with another party's public key. The secret is not hashed. */
public final class DeriveSharedSecret implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Member.oneOf("KeyAgreementAlgorithm", List.of("ECDH")).needed(),
          Member.blob("PublicKey", 1, 8192).needed(),
          Members.DRY_RUN);

  private final KeyStore keys;

  public DeriveSharedSecret(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byAnyName(given.text("KeyId"));
    KeyBytes bytes = UsableKeys.forUsage(key, KeyUsage.KEY_AGREEMENT, "DeriveSharedSecret");
    String algorithm = given.text("KeyAgreementAlgorithm");
    key.requireAlgorithm(algorithm);
    byte[] secret =
        KeyAgreement.sharedSecret(bytes, given.blob("PublicKey"))
            .orElseThrow(() -> KmsError.unexplained("ValidationException"));
    UsableKeys.stopDryRun(given);
    return Json.object()
        .put("KeyId", key.arn().toString())
        .put("SharedSecret", secret)
        .put("KeyAgreementAlgorithm", algorithm)
        .put("KeyOrigin", key.nature().origin().name());
  }
}
