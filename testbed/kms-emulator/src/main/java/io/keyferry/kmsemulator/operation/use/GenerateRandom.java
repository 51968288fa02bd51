package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.operation.key.CustomKeyStores;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.security.SecureRandom;

/** {@code GenerateRandom}. */
public final class GenerateRandom implements KmsOperation {

  private static final String NUMBER = "NumberOfBytes";

  private static final Shape SHAPE =
      Shape.of(Member.number(NUMBER, 1, 1024), CustomKeyStores.ID, Members.RECIPIENT);

  private final SecureRandom random;

  public GenerateRandom(SecureRandom random) {
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
