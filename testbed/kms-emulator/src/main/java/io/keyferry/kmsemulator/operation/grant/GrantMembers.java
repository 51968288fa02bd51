package io.keyferry.kmsemulator.operation.grant;

import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Parameters;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What requests about grants have in common. */
final class GrantMembers {

  static final Member GRANT_ID = Member.text("GrantId", 1, 128);
  static final Member GRANT_TOKEN = Member.text("GrantToken", 1, 8192);
  static final Member GRANTEE = principal("GranteePrincipal");
  static final Member RETIRING = principal("RetiringPrincipal");

  /** In the order of the service model. */
  static final List<String> OPERATIONS =
      List.of(
          "Decrypt",
          "Encrypt",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "ReEncryptFrom",
          "ReEncryptTo",
          "Sign",
          "Verify",
          "GetPublicKey",
          "CreateGrant",
          "RetireGrant",
          "DescribeKey",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "GenerateMac",
          "VerifyMac",
          "DeriveSharedSecret");

  private static final Set<String> OF_ANY_KEY = Set.of("CreateGrant", "RetireGrant", "DescribeKey");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private GrantMembers() {}

  private static Member principal(String name) {
    return Member.text(name, 1, 256, "^[\\w+=,.@:/-]+$");
  }

  /**
   * @throws KmsError if it cannot be the id of a grant
   */
  static String grantId(Parameters given) {
    String id = given.text(GRANT_ID.name());
    if (!ID.matcher(id).matches()) {
      throw KmsError.unexplained("InvalidGrantIdException");
    }
    return id;
  }

  /** Not recorded: the emulator's own wording. */
  static KmsError noGrant(String id) {
    return KmsError.notFound("Grant '" + id + "' does not exist");
  }

  /** Whether a key of this nature supports the operation at all. */
  static boolean fits(String operation, StoredKey.Nature nature) {
    return OF_ANY_KEY.contains(operation)
        || switch (nature.usage()) {
          case ENCRYPT_DECRYPT ->
              nature.isSymmetric()
                  ? operation.startsWith("GenerateDataKey") || isEncryption(operation)
                  : operation.equals("GetPublicKey") || isEncryption(operation);
          case SIGN_VERIFY -> Set.of("Sign", "Verify", "GetPublicKey").contains(operation);
          case GENERATE_VERIFY_MAC -> Set.of("GenerateMac", "VerifyMac").contains(operation);
          case KEY_AGREEMENT -> Set.of("DeriveSharedSecret", "GetPublicKey").contains(operation);
        };
  }

  private static boolean isEncryption(String operation) {
    return Set.of("Decrypt", "Encrypt", "ReEncryptFrom", "ReEncryptTo").contains(operation);
  }
}
