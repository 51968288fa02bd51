package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.kms.KmsClient;

/** An endpoint that accepts every connection and never answers: a call still ends. */
class HangingEndpointTest {

  private static final KeyArn KEY =
      KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab");
  private static final List<String> PROPERTIES =
      List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.endpointUrl");

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> taken = new CopyOnWriteArrayList<>();

  HangingEndpointTest() throws IOException {}

  @BeforeEach
  void listen() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty(
        "aws.endpointUrl",
        "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              taken.add(server.accept());
            }
          } catch (IOException e) {
            // The test is over.
          }
        });
  }

  @AfterEach
  void close() throws IOException {
    PROPERTIES.forEach(System::clearProperty);
    server.close();
    for (Socket socket : taken) {
      socket.close();
    }
  }

  @Test
  void aCallThatMayBeRetriedEndsWithItsTimeout() {
    AwsClients clients = new AwsClients("eu-west-1", new AwsClients.Timeouts(LONG, LONG, SHORT));
    assertThatThrownBy(() -> kms(clients).describe("alias/a"))
        .isInstanceOf(KmsUnavailableException.class)
        .hasCauseInstanceOf(ApiCallTimeoutException.class);
    assertThatThrownBy(() ->
            clients
                .dynamoDb()
                .getItem(b ->
                    b.tableName("t")
                        .key(ImportItem.key(new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d")))))
        .isInstanceOf(ApiCallTimeoutException.class);
    assertThatThrownBy(
            () -> clients.sqs().sendMessage(b -> b.queueUrl("https://x/q.fifo").messageBody("m")))
        .isInstanceOf(ApiCallTimeoutException.class);
    assertThatThrownBy(() ->
            clients
                .eventBridge()
                .putEvents(b -> b.entries(PutEventsRequestEntry.builder().detail("{}").build())))
        .isInstanceOf(ApiCallTimeoutException.class);
    assertThat(taken).isNotEmpty();
  }

  @Test
  void aCallThatMustNotBeRetriedEndsAfterOneAttempt() {
    AwsClients clients = new AwsClients("eu-west-1", new AwsClients.Timeouts(LONG, SHORT, LONG));
    assertThatThrownBy(() ->
            kms(clients)
                .parameters(KEY, WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_4096))
        .isInstanceOf(KmsUnavailableException.class)
        .hasCauseInstanceOf(SdkClientException.class);
    assertThat(taken).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void everyClientOfAFunctionHasTheseTimeouts() {
    AwsClients clients = new AwsClients("eu-west-1");
    assertThat(
            Stream.of(
                clients.kms().serviceClientConfiguration(),
                clients.kmsWithoutRetries().serviceClientConfiguration(),
                clients.sqs().serviceClientConfiguration(),
                clients.dynamoDb().serviceClientConfiguration(),
                clients.eventBridge().serviceClientConfiguration()))
        .map(SdkServiceClientConfiguration::overrideConfiguration)
        .extracting(
            ClientOverrideConfiguration::apiCallAttemptTimeout,
            ClientOverrideConfiguration::apiCallTimeout)
        .containsOnly(
            tuple(Optional.of(Duration.ofSeconds(4)), Optional.of(Duration.ofSeconds(8))));
  }

  private static AwsKms kms(AwsClients clients) {
    KmsClient retrying = clients.kms();
    return new AwsKms(retrying, clients.kmsWithoutRetries(), KeyPolicy.inAccountOf(KEY));
  }
}
