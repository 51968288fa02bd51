package io.keyferry.kmsemulator.key;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.value.KeyArn;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The statements of a key policy, read only as far as the lock-out check needs: may the account do
 * this to this key?
 *
 * <p>The emulator does not know its caller, so the caller is the account's root. An {@code Allow}
 * with a condition or with {@code NotPrincipal} does not count, nor does a {@code Deny} with a
 * condition.
 */
final class PolicyStatements {

  private final List<JsonNode> statements;

  PolicyStatements(List<JsonNode> statements) {
    this.statements = statements;
  }

  boolean allow(String action, KeyArn key, KmsEnvironment environment) {
    return matching("Allow", action, key, environment)
        && !matching("Deny", action, key, environment);
  }

  private boolean matching(String effect, String action, KeyArn key, KmsEnvironment environment) {
    return statements.stream()
        .filter(statement -> statement.path("Effect").asText().equals(effect))
        .filter(statement -> !statement.has("Condition"))
        .filter(statement ->
            PolicyDocument.each(statement.path("Principal"))
                .anyMatch(who -> isAccount(who, environment)))
        .filter(statement -> covers(statement, action))
        .anyMatch(statement -> anyGlob(statement.path("Resource"), key.toString()));
  }

  /** {@code "*"}, or {@code {"AWS": …}} with the account's number, its root, or everybody. */
  private static boolean isAccount(JsonNode principal, KmsEnvironment environment) {
    JsonNode names = principal.isObject() ? principal.path("AWS") : principal;
    return PolicyDocument.each(names)
        .map(JsonNode::asText)
        .anyMatch(name ->
            name.equals("*")
                || name.equals(environment.account())
                || name.equals(environment.rootArn()));
  }

  private static boolean covers(JsonNode statement, String action) {
    return statement.has("NotAction")
        ? !anyGlob(statement.path("NotAction"), action)
        : anyGlob(statement.path("Action"), action);
  }

  private static boolean anyGlob(JsonNode globs, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return PolicyDocument.each(globs)
        .anyMatch(glob -> glob(glob.asText()).matcher(lower).matches());
  }

  /** {@code *} matches any text, {@code ?} any character; case-insensitive. */
  private static Pattern glob(String glob) {
    String quoted = Pattern.quote(glob.toLowerCase(Locale.ROOT));
    return Pattern.compile(quoted.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
  }
}
