package io.keyferry.kmsemulator.key;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.environment.PrincipalArn;
import io.keyferry.kmsemulator.protocol.KmsError;
import java.util.Map;
import java.util.regex.Pattern;

/** The principals that a statement of a key policy may name. */
final class PolicyPrincipals {

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern SERVICE =
      Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com(\\.cn)?");

  private final KmsEnvironment environment;

  PolicyPrincipals(KmsEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Validates the principals.
   *
   * @throws KmsError if the statement names no principal, or one that does not exist
   */
  void check(JsonNode statement) {
    JsonNode principal =
        statement.has("Principal") ? statement.path("Principal") : statement.path("NotPrincipal");
    if (principal.isMissingNode()
        || (principal.isContainerNode() && principal.isEmpty())
        || (principal.isObject()
            && principal.valueStream().anyMatch(PolicyPrincipals::isEmptyList))) {
      throw malformed("Policy contains a statement with no principal.");
    }
    boolean valid =
        principal.isObject()
            ? principal.properties().stream().allMatch(this::areValid)
            : principal.asText().equals("*");
    if (!valid) {
      throw malformed("Policy contains a statement with one or more invalid principals.");
    }
  }

  private static boolean isEmptyList(JsonNode names) {
    return names.isArray() && names.isEmpty();
  }

  private boolean areValid(Map.Entry<String, JsonNode> ofType) {
    return PolicyDocument.each(ofType.getValue())
        .allMatch(name -> name.isTextual() && isValid(ofType.getKey(), name.textValue()));
  }

  private boolean isValid(String type, String name) {
    return switch (type) {
      case "AWS" -> name.equals("*") || isKnown(name);
      case "Service" -> SERVICE.matcher(name).matches();
      case "Federated" -> !name.isEmpty();
      default -> false;
    };
  }

  private boolean isKnown(String name) {
    String arn = ACCOUNT.matcher(name).matches() ? environment.rootArn(name) : name;
    return PrincipalArn.parse(arn).filter(named -> named.existsIn(environment)).isPresent();
  }

  private static KmsError malformed(String sentence) {
    return KmsError.of("MalformedPolicyDocumentException", sentence);
  }
}
