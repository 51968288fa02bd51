package io.keyferry.acceptance.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.gate.Credentials;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** Calls that no SDK client would send in this form. */
record SignedCalls(HttpClient http, String region, Clock clock) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OF_THE_CLIENT = Set.of("host", "content-length");

  /** An operation of a service, such as {@code TrentService.Sign}. */
  record Target(URI endpoint, String signingName, String operation) {}

  /** What a service answered. */
  record Answer(int status, JsonNode body) {

    String error() {
      String type = body.path("__type").asText();
      return type.substring(type.indexOf('#') + 1);
    }

    String message() {
      return body.path("message").asText(body.path("Message").asText());
    }
  }

  Answer call(Target target, String body, Credentials credentials) throws Exception {
    return call(target, body, body, credentials, Map.of());
  }

  /** Signs one body and sends another, with extra unsigned headers. */
  Answer call(
      Target target, String signed, String sent, Credentials credentials, Map<String, String> more)
      throws Exception {
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(target.endpoint().resolve("/"))
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", target.operation())
            .build();
    SdkHttpRequest request =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(credentials.forSdk())
                    .request(unsigned)
                    .payload(ContentStreamProvider.fromUtf8String(signed))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, target.signingName())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.getUri())
            .POST(HttpRequest.BodyPublishers.ofString(sent, StandardCharsets.UTF_8));
    request
        .headers()
        .forEach((name, values) -> {
          if (!OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> builder.header(name, value));
          }
        });
    more.forEach(builder::header);
    return answer(builder.build());
  }

  /** Makes a call without any signature. */
  Answer unsigned(Target target, String body) throws Exception {
    return answer(
        HttpRequest.newBuilder(target.endpoint().resolve("/"))
            .header("X-Amz-Target", target.operation())
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private Answer answer(HttpRequest request) throws Exception {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }
}
