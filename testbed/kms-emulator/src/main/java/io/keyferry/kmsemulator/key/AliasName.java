package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Parameters;

/** The rules for the name of an alias beyond its length and characters. */
public final class AliasName {

  public static final Member MEMBER =
      Member.text("AliasName", 1, 256, "^[a-zA-Z0-9:/_-]+$").needed();

  private static final String RESERVED = Alias.PREFIX + "aws/";

  private AliasName() {}

  /**
   * Validates the name of an alias to create, update or delete.
   *
   * @throws KmsError if it is malformed or reserved by AWS
   */
  public static String checked(Parameters given) {
    String name = given.text(MEMBER.name());
    if (!name.startsWith(Alias.PREFIX)) {
      throw KmsError.validation(
          "Alias must start with the prefix \"alias/\". Please see"
              + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
    }
    if (name.startsWith(RESERVED)) {
      throw KmsError.unexplained("NotAuthorizedException");
    }
    if (name.contains(":")) {
      throw KmsError.validation(name + " contains invalid characters for an alias");
    }
    return name;
  }
}
