package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code DescribeCustomKeyStores}: there are none. */
final class CustomKeyStores implements KmsOperation {

  static final Member ID = Member.text("CustomKeyStoreId", 1, 64);

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
   * @throws KmsError if one is named
   */
  static void refuse(Parameters given) {
    if (given.has(ID.name()) || given.has(NAME.name())) {
      throw KmsError.unexplained("CustomKeyStoreNotFoundException");
    }
  }
}
