package io.keyferry.agent.job.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class ObservedCredentialsProviderTest {

  /** As printed by {@code aws_signing_helper}. */
  private static final String PRINTED =
      "{\"Version\":1,\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"2099-01-01T00:00:00Z\"}";

  @Test
  void knowWhenThoseOfACredentialProcessExpireOnceTheyWereUsed() {
    try (ProcessCredentialsProvider process =
        ProcessCredentialsProvider.builder().command(List.of("echo", PRINTED)).build()) {
      ObservedCredentialsProvider credentials = ObservedCredentialsProvider.of(process);
      assertThat(credentials.expiry()).isEmpty();
      credentials.resolveCredentials();
      assertThat(credentials.expiry()).contains(Instant.parse("2099-01-01T00:00:00Z"));
    }
  }

  @Test
  void knowNoExpiryOfThoseThatLast() {
    ObservedCredentialsProvider credentials =
        ObservedCredentialsProvider.of(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "s")));
    credentials.resolveCredentials();
    assertThat(credentials.expiry()).isEmpty();
  }
}
