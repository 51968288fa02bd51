package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.KeyPrincipals;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.NewKey;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;

/** A KMS that reads every request completely and closes the connection without an answer. */
class LostAnswerTest {

  private static final KeyArn KEY =
      KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab");

  private static final Map<String, String> SYSTEM =
      Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test");

  private final AtomicInteger received = new AtomicInteger();
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  LostAnswerTest() throws IOException {}

  @BeforeEach
  void listen() {
    SYSTEM.forEach(System::setProperty);
    System.setProperty(
        "aws.endpointUrlKms",
        "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
    Thread.ofVirtual().start(this::takeAndHangUp);
  }

  @AfterEach
  void close() throws IOException {
    SYSTEM.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrlKms");
    server.close();
  }

  @Test
  void createKeyIsSentOnceByTheSdkAndByTheJdkBelowIt() {
    AwsClients clients = new AwsClients("eu-west-1");
    try (KmsClient once = clients.kmsWithoutRetries();
        KmsClient retrying = clients.kms()) {
      AwsKms kms = new AwsKms(retrying, once, KeyPolicy.inAccountOf(KEY));

      assertThatThrownBy(() -> kms.createKey(id(), new CreationNonce("nonce"), newKey()))
          .isInstanceOfSatisfying(
              KmsUnavailableException.class, e -> assertThat(e.throttled()).isFalse());
      assertThat(received).hasValue(1);

      assertThatThrownBy(() -> kms.describe("alias/a")).isInstanceOf(KmsUnavailableException.class);
      assertThat(received).hasValueGreaterThan(2);
    }
  }

  private static ImportId id() {
    return new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d");
  }

  private static NewKey newKey() {
    return new NewKey(
        KeySpec.SYMMETRIC_DEFAULT,
        KeyUsage.ENCRYPT_DECRYPT,
        "",
        new TreeMap<>(),
        KeyPrincipals.NONE);
  }

  private void takeAndHangUp() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        readWhole(socket);
        received.incrementAndGet();
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void readWhole(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    while (length > 0) {
      length -= Math.toIntExact(in.skip(length));
    }
  }
}
