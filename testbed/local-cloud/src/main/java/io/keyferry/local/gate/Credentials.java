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
 * @param sessionToken for the credentials of a role
 */
public record Credentials(String accessKeyId, String secret, Optional<String> sessionToken) {

  /** The credentials of a user. */
  public static Credentials of(String accessKeyId, String secret) {
    return new Credentials(accessKeyId, secret, Optional.empty());
  }

  /** The credentials in the type of the AWS SDK. */
  public AwsCredentials forSdk() {
    return sessionToken.isPresent()
        ? AwsSessionCredentials.create(accessKeyId, secret, sessionToken.get())
        : AwsBasicCredentials.create(accessKeyId, secret);
  }

  /** The environment variables from which the AWS SDKs and the CLI read them. */
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
