package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code DeriveSharedSecret}: ECDH with somebody else's public key. The secret is not hashed. */
final class DeriveSharedSecret implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Member.oneOf("KeyAgreementAlgorithm", List.of("ECDH")).needed(),
          Member.blob("PublicKey", 1, 8192).needed(),
          Members.DRY_RUN);

  private final KeyStore keys;

  DeriveSharedSecret(KeyStore keys) {
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
