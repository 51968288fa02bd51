package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.crypto.Signatures;
import io.keyferry.kmsemulator.crypto.SignedMessage;
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

/** {@code Verify}: KMS answers a wrong signature with an error, never with {@code false}. */
public final class Verify implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Members.MESSAGE.needed(),
          Members.MESSAGE_TYPE,
          Member.blob("Signature", 1, Members.MAX_CIPHERTEXT).needed(),
          Members.SIGNING_ALGORITHM.needed(),
          Members.DRY_RUN);

  private final KeyStore keys;

  public Verify(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byAnyName(given.text("KeyId"));
    KeyBytes bytes = UsableKeys.forUsage(key, KeyUsage.SIGN_VERIFY, "Verify");
    key.requireAlgorithm(given.text("SigningAlgorithm"));
    SignedMessage message = SignedMessage.of(given, key.nature().spec());
    if (!Signatures.verify(key.nature().spec(), bytes, message, given.blob("Signature"))) {
      throw KmsError.unexplained("KMSInvalidSignatureException");
    }
    UsableKeys.stopDryRun(given);
    return Json.object()
        .put("KeyId", key.arn().toString())
        .put("SignatureValid", true)
        .put("SigningAlgorithm", given.text("SigningAlgorithm"));
  }
}
