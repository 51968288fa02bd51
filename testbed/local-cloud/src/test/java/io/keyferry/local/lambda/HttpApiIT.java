package io.keyferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpApiIT {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static LocalLambda lambda;
  private static HttpApi api;

  @BeforeAll
  static void start() throws Exception {
    lambda =
        LocalLambda.start(
            TestFunctions.settings(folder),
            List.of(
                TestFunctions.function("echo", TestHandler.class, Duration.ofMinutes(1)),
                TestFunctions.function("api", ApiHandler.class, Duration.ofMinutes(1))
                    .withAliases(Set.of("web"))),
            0);
    api =
        HttpApi.start(
            new HttpApiSettings(
                "abcdefghij",
                Map.of(
                    "POST /operations",
                    "api:web",
                    "GET /operations",
                    "echo",
                    "GET /operations/{id}",
                    "echo")),
            lambda,
            0);
    lambda.warm(List.of("echo", "api"));
  }

  @AfterAll
  static void stop() {
    api.close();
    lambda.close();
    CLIENT.close();
  }

  @Test
  void buildsAPayload2EventFromARequest() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(
                    api.endpoint().resolve("/operations/i-1?state=QUEUED&state=FAILED"))
                .header("X-Caller", "test")
                .header("Cookie", "a=1; b=2"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    JsonNode event = Json.parse(answer.body());
    assertThat(event.path("version").asText()).isEqualTo("2.0");
    assertThat(event.path("routeKey").asText()).isEqualTo("GET /operations/{id}");
    assertThat(event.path("rawPath").asText()).isEqualTo("/operations/i-1");
    assertThat(event.path("rawQueryString").asText()).isEqualTo("state=QUEUED&state=FAILED");
    assertThat(event.at("/queryStringParameters/state").asText()).isEqualTo("QUEUED,FAILED");
    assertThat(event.at("/pathParameters/id").asText()).isEqualTo("i-1");
    assertThat(event.at("/headers/x-caller").asText()).isEqualTo("test");
    assertThat(event.at("/cookies/1").asText()).isEqualTo("b=2");
    assertThat(event.has("body")).isFalse();
    assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
    JsonNode context = event.path("requestContext");
    assertThat(context.path("accountId").asText()).isEqualTo("111122223333");
    assertThat(context.path("apiId").asText()).isEqualTo("abcdefghij");
    assertThat(context.path("domainName").asText())
        .isEqualTo("abcdefghij.execute-api.eu-west-1.amazonaws.com");
    assertThat(context.path("stage").asText()).isEqualTo("$default");
    assertThat(context.path("time").asText())
        .matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
    assertThat(context.path("timeEpoch").isIntegralNumber()).isTrue();
    assertThat(context.at("/http/method").asText()).isEqualTo("GET");
    assertThat(context.at("/http/path").asText()).isEqualTo("/operations/i-1");
    assertThat(context.at("/http/sourceIp").asText()).isEqualTo("127.0.0.1");
    assertThat(context.at("/http/userAgent").asText()).startsWith("Java-http-client/");
  }

  @Test
  void passesTheStatusHeadersAndBodyOfTheFunction() throws Exception {
    HttpResponse<String> answer = post("{\"text\":true}", "application/json");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("location")).contains("/operations/i-2");
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\\\"text\\\":true").contains("\"isBase64Encoded\":false");
  }

  @Test
  void invokesTheFunctionByTheAliasOfTheRoute() throws Exception {
    assertThat(post("{}", "application/json").headers().firstValue("x-invoked"))
        .contains("arn:aws:lambda:eu-west-1:111122223333:function:api:web");
  }

  @Test
  void routeMustNameAnAliasOfTheFunction() {
    assertThatThrownBy(() ->
            HttpApi.start(
                new HttpApiSettings("abcdefghij", Map.of("GET /", "api:live")), lambda, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected one of the aliases [web] of the function, found api:live");
  }

  @Test
  void passesABinaryBodyAsBase64() throws Exception {
    HttpResponse<String> answer = post("binary", "application/octet-stream");

    assertThat(answer.body())
        .contains("\"body\":\"YmluYXJ5\"")
        .contains("\"isBase64Encoded\":true");
  }

  @Test
  void answersAFunctionErrorWithInternalServerError() throws Exception {
    HttpResponse<String> answer = post("{\"throw\":true}", "application/json");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
  }

  @Test
  void answersAnUnknownRouteWithNotFound() throws Exception {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(api.endpoint().resolve("/operations/i-1/token")));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Not Found\"}");
  }

  private static HttpResponse<String> post(String body, String contentType) throws Exception {
    return send(
        HttpRequest.newBuilder(api.endpoint().resolve("/operations"))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
