package io.keyferry.kmsemulator.key;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.value.KeyArn;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Key policies: the default one, and which ones KMS refuses to store. */
public final class KeyPolicy {

  /** The only name that a key's policy can have. */
  public static final String ONLY_NAME = "default";

  private static final int MAX_BYTES = 32 * 1024;

  private KeyPolicy() {}

  /** The default policy: full access for the account. */
  public static String standard(KmsEnvironment environment) {
    return """
    {
      "Version" : "2012-10-17",
      "Id" : "key-default-1",
      "Statement" : [ {
        "Sid" : "Enable IAM User Permissions",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "%s"
        },
        "Action" : "kms:*",
        "Resource" : "*"
      } ]
    }\
    """
        .formatted(environment.rootArn());
  }

  /**
   * Refuses a policy name other than {@code default}.
   *
   * @throws KmsError if the name is another
   */
  public static void checkName(Parameters given) {
    if (given.optionalText("PolicyName").filter(name -> !name.equals(ONLY_NAME)).isPresent()) {
      throw KmsError.unexplained("NotFoundException");
    }
  }

  /**
   * Validates a key policy as KMS does.
   *
   * @param bypass whether the caller accepts the risk of a key that nobody can manage
   * @throws KmsError if this is not a policy, or the account would lock itself out with it
   */
  public static void check(String policy, KeyArn key, KmsEnvironment environment, boolean bypass) {
    if (policy.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw KmsError.unexplained("LimitExceededException");
    }
    List<JsonNode> statements =
        PolicyDocument.statements(policy, new PolicyPrincipals(environment));
    if (!bypass
        && environment.behavior().checksLockOut()
        && !new PolicyStatements(statements).allow("kms:PutKeyPolicy", key, environment)) {
      throw KmsError.of(
          "MalformedPolicyDocumentException",
          "The new key policy will not allow you to update the key policy in the future.");
    }
  }
}
