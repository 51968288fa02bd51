package io.keyferry.agent.job.queue;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The credentials of the AWS default chain, and when the last used ones expire. */
public final class ObservedCredentialsProvider implements AwsCredentialsProvider, AutoCloseable {

  private final AwsCredentialsProvider provider;
  private final Runnable end;
  private volatile Optional<Instant> expiry = Optional.empty();

  private ObservedCredentialsProvider(AwsCredentialsProvider provider, Runnable end) {
    this.provider = provider;
    this.end = end;
  }

  static ObservedCredentialsProvider ofTheDefaultChain() {
    DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
    return new ObservedCredentialsProvider(chain, chain::close);
  }

  /** Uses another provider. */
  public static ObservedCredentialsProvider of(AwsCredentialsProvider provider) {
    return new ObservedCredentialsProvider(provider, () -> {});
  }

  /**
   * When the credentials expire; absent before the first call to AWS, and if they do not expire.
   */
  public Optional<Instant> expiry() {
    return expiry;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentials credentials = provider.resolveCredentials();
    expiry = credentials.expirationTime();
    return credentials;
  }

  @Override
  public void close() {
    end.run();
  }
}
