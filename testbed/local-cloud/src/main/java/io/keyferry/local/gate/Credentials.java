package io.keyferry.local.gate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * AWS credentials.
 *
 * @param sessionToken goes with those of a role
 */
public record Credentials(String accessKeyId, String secret, Optional<String> sessionToken) {

  /** Those of a user. */
  public static Credentials of(String accessKeyId, String secret) {
    return new Credentials(accessKeyId, secret, Optional.empty());
  }

  /** As the AWS SDK takes them. */
  public AwsCredentials forSdk() {
    return sessionToken.isPresent()
        ? AwsSessionCredentials.create(accessKeyId, secret, sessionToken.get())
        : AwsBasicCredentials.create(accessKeyId, secret);
  }

  /** The variables by which the AWS SDKs and the CLI find them. */
  public Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", accessKeyId);
    variables.put("AWS_SECRET_ACCESS_KEY", secret);
    sessionToken.ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
    return variables;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "credentials " + accessKeyId;
  }
}
