package io.keyferry.agent.job.queue;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkException;

/** Finds the credentials that the agent uses to call AWS. */
public final class CredentialProbe {

  /**
   * The non-secret part of credentials.
   *
   * @param keyId the access key id, which is not secret
   * @param expires absent if unknown
   */
  public record Found(String keyId, Optional<Instant> expires) {}

  private CredentialProbe() {}

  /**
   * Searches where the SDK does.
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
