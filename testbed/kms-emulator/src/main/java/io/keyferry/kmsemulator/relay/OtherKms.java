package io.keyferry.kmsemulator.relay;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The KMS behind a relay.
 *
 * @param endpoint its address
 */
record OtherKms(URI endpoint, HttpClient http) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * The headers that name the operation and the caller. The signature does not match the other
   * host; a KMS behind a relay does not check it.
   */
  private static boolean passedOn(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.startsWith("x-amz-") || List.of("authorization", "content-type").contains(name);
  }

  RelayedAnswer answer(Headers headers, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach((name, values) -> {
      if (passedOn(name)) {
        values.forEach(value -> request.header(name, value));
      }
    });
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return RelayedAnswer.of(
        answer.statusCode(), answer.headers().firstValue("x-amzn-RequestId"), answer.body());
  }
}
