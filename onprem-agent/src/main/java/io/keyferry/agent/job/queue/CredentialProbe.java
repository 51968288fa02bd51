package io.keyferry.agent.job.queue;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkException;

/** Whose credentials the agent calls AWS with. */
public final class CredentialProbe {

  /**
   * What may be told of credentials.
   *
   * @param keyId the access key id, which is no secret
   * @param expires absent where it is not known
   */
  public record Found(String keyId, Optional<Instant> expires) {}

  private CredentialProbe() {}

  /**
   * Looks where the SDK does.
   *
   * @throws QueueException if there are none
   */
  public static Found ask() throws QueueException {
    try (ObservedCredentialsProvider credentials =
        ObservedCredentialsProvider.ofTheDefaultChain()) {
      AwsCredentials found = credentials.resolveCredentials();
      return new Found(found.accessKeyId(), credentials.expiry());
    } catch (SdkException e) {
      throw new QueueException(String.valueOf(e.getMessage()), e);
    }
  }
}
