package io.keyferry.agent.job.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsJobQueueTest {

  private static final Pattern ATTEMPT = Pattern.compile("\"ReceiveRequestAttemptId\":\"([^\"]+)");

  /** Otherwise the messages of a lost answer stay hidden, and their groups blocked. */
  @Test
  void aReceiveThatIsRepeatedIsTheSameReceive() throws Exception {
    List<String> attempts = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Matcher attempt =
              ATTEMPT.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          attempts.add(attempt.find() ? attempt.group(1) : "none");
          exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(attempts.size() == 1 ? 500 : 200, 2);
          exchange.getResponseBody().write("{}".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    try (SqsClient sqs =
        SqsClient.builder()
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "test")))
            .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      SqsJobQueue queue = new SqsJobQueue(sqs, "http://127.0.0.1/123456789012/jobs.fifo");
      queue.receive(1, Duration.ZERO, Duration.ofSeconds(30));
      queue.receive(1, Duration.ZERO, Duration.ofSeconds(30));
    } finally {
      server.stop(0);
    }

    assertThat(attempts).hasSize(3).doesNotContain("none");
    assertThat(attempts.get(0)).isEqualTo(attempts.get(1)).isNotEqualTo(attempts.get(2));
  }
}
