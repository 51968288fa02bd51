package io.keyferry.local.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Polls a LocalStack until it is ready: {@code GET /_localstack/health}. */
public final class LocalStackHealth {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration ONE_ANSWER = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private LocalStackHealth() {}

  /**
   * The release of the LocalStack at that endpoint.
   *
   * @throws IOException if none answers
   */
  public static String version(URI endpoint) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return version(http, endpoint);
    }
  }

  /**
   * Waits for the first answer.
   *
   * @param mayCome false if no answer can come any longer, which ends the wait
   * @throws IOException with what was found instead
   */
  static String await(URI endpoint, Duration patience, BooleanSupplier mayCome)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (true) {
        try {
          return version(http, endpoint);
        } catch (IOException e) {
          if (!mayCome.getAsBoolean()) {
            throw new IOException("LocalStack ended before it was ready", e);
          }
          if (System.nanoTime() > deadline) {
            throw new IOException("LocalStack was not ready within " + patience, e);
          }
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private static String version(HttpClient http, URI endpoint)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/_localstack/health")).timeout(ONE_ANSWER).build();
    HttpResponse<String> answer;
    try {
      answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException("expected a LocalStack at %s, found %s".formatted(endpoint, e), e);
    }
    JsonNode version =
        answer.statusCode() == 200 ? JSON.readTree(answer.body()).path("version") : JSON.nullNode();
    if (!version.isTextual()) {
      throw new IOException(
          "expected a LocalStack at %s, found an answer with status %d that names no version"
              .formatted(endpoint, answer.statusCode()));
    }
    return version.textValue();
  }
}
