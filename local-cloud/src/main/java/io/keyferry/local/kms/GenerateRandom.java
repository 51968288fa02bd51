package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;

/** {@code GenerateRandom}. */
final class GenerateRandom implements KmsOperation {

  private static final String NUMBER = "NumberOfBytes";

  private static final Shape SHAPE =
      Shape.of(Member.number(NUMBER, 1, 1024), CustomKeyStores.ID, Members.RECIPIENT);

  private final SecureRandom random;

  GenerateRandom(SecureRandom random) {
    this.random = random;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    Members.refuseRecipient(given);
    if (!given.has(NUMBER)) {
      throw KmsError.validation("NumberOfBytes is required.");
    }
    CustomKeyStores.refuse(given);
    byte[] bytes = new byte[given.number(NUMBER, 0)];
    random.nextBytes(bytes);
    return Json.object().put("Plaintext", bytes);
  }
}
