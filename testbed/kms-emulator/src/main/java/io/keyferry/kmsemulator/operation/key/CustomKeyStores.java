package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code DescribeCustomKeyStores}: always an empty list. */
public final class CustomKeyStores implements KmsOperation {

  public static final Member ID = Member.text("CustomKeyStoreId", 1, 64);

  private static final Member NAME = Member.text("CustomKeyStoreName", 1, 256);
  private static final Shape SHAPE = Shape.of(ID, NAME, Members.LIMIT, Members.MARKER);

  @Override
  public ObjectNode answer(ObjectNode request) {
    refuse(SHAPE.check(request));
    ObjectNode answer = Json.object().put("Truncated", false);
    answer.putArray("CustomKeyStores");
    return answer;
  }

  /**
   * Refuses custom key stores, which the emulator does not have.
   *
   * @throws KmsError if one is named
   */
  public static void refuse(Parameters given) {
    if (given.has(ID.name()) || given.has(NAME.name())) {
      throw KmsError.unexplained("CustomKeyStoreNotFoundException");
    }
  }
}
