package io.keyferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvokeEndpointIT {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String FUNCTION = "/2015-03-31/functions/echo/invocations";

  @TempDir static Path folder;

  private static LocalLambda lambda;

  @BeforeAll
  static void start() throws Exception {
    lambda =
        LocalLambda.start(
            TestFunctions.settings(folder),
            List.of(TestFunctions.function("echo", TestHandler.class, Duration.ofMinutes(1))),
            0);
    lambda.warm(List.of("echo"));
  }

  @AfterAll
  static void stop() {
    lambda.close();
    CLIENT.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo",
        "echo:$LATEST",
        "111122223333:function:echo",
        "arn:aws:lambda:eu-west-1:111122223333:function:echo",
        "arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3Aecho"
      })
  void findsTheFunctionByEveryFormOfItsName(String name) throws Exception {
    HttpResponse<String> answer =
        post("/2015-03-31/functions/" + name + "/invocations", "{\"a\":1}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"a\":1}");
    assertThat(answer.headers().firstValue("X-Amz-Executed-Version")).contains("$LATEST");
    assertThat(answer.headers().firstValue("X-Amz-Function-Error")).isEmpty();
    assertThat(answer.headers().firstValue("X-Amz-Log-Result")).isEmpty();
  }

  @Test
  void anEmptyPayloadIsAnEmptyObject() throws Exception {
    assertThat(post(FUNCTION + "?Qualifier=$LATEST", "").body()).isEqualTo("{}");
  }

  @Test
  void tellsAFunctionErrorInAHeader() throws Exception {
    HttpResponse<String> answer = post(FUNCTION, "\"throw\"");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
    assertThat(answer.body()).contains("thrown as asked");
  }

  @Test
  void givesTheTailOfTheLogWhenAsked() throws Exception {
    HttpResponse<String> answer = post(FUNCTION, "\"log\"", "X-Amz-Log-Type", "Tail");

    String tail = answer.headers().firstValue("X-Amz-Log-Result").orElseThrow();
    assertThat(new String(Base64.getDecoder().decode(tail), StandardCharsets.UTF_8))
        .contains("a line of the handler's");
  }

  @Test
  void aDryRunInvokesNothing() throws Exception {
    HttpResponse<String> answer = post(FUNCTION, "\"exit 1\"", "X-Amz-Invocation-Type", "DryRun");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(post(FUNCTION, "1").body()).isEqualTo("1");
  }

  @Test
  void anEventIsTriedThreeTimesUnderOneRequestId() throws Exception {
    HttpResponse<String> answer =
        post(FUNCTION, "\"fail-until 3\"", "X-Amz-Invocation-Type", "Event");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();

    List<String> attempts = attempts(3);

    assertThat(attempts).hasSize(3);
    assertThat(new HashSet<>(attempts))
        .containsExactly(answer.headers().firstValue("x-amzn-RequestId").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "111122223333:function:none"})
  void refusesAnUnknownFunctionInAwsWords(String name) throws Exception {
    HttpResponse<String> answer = post("/2015-03-31/functions/" + name + "/invocations", "{}");

    assertRefused(
        answer,
        404,
        "ResourceNotFoundException",
        "Function not found: arn:aws:lambda:eu-west-1:111122223333:function:none");
  }

  @Test
  void refusesAnUnknownQualifier() throws Exception {
    assertRefused(
        post(FUNCTION + "?Qualifier=live", "{}"),
        404,
        "ResourceNotFoundException",
        "Function not found: arn:aws:lambda:eu-west-1:111122223333:function:echo:live");
  }

  @Test
  void refusesAPayloadThatIsNotJson() throws Exception {
    assertRefused(
        post(FUNCTION, "{}}"),
        400,
        "InvalidRequestContentException",
        "Could not parse request body into json: Could not parse payload into json: ");
  }

  @Test
  void refusesATooLargePayload() throws Exception {
    assertRefused(
        post(FUNCTION, "1".repeat(6_291_457)),
        413,
        "RequestTooLargeException",
        "Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    assertRefused(
        post(FUNCTION, "1".repeat(1_048_577), "X-Amz-Invocation-Type", "Event"),
        413,
        "RequestTooLargeException",
        "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)");
  }

  @Test
  void refusesAnUnknownInvocationType() throws Exception {
    assertRefused(
        post(FUNCTION, "{}", "X-Amz-Invocation-Type", "Sometimes"),
        400,
        "ValidationException",
        "1 validation error detected: Value 'Sometimes' at 'invocationType'");
  }

  /** Asks the function itself, which queues behind the attempts, until it has seen so many. */
  private static List<String> attempts(int expected) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    List<String> seen = List.of();
    while (seen.size() < expected && System.nanoTime() < end) {
      String ids = post(FUNCTION, "\"request-ids\"").body();
      seen = List.of(ids.replaceAll("[\\[\\]\"]", "").split(",", -1));
    }
    return seen;
  }

  private static void assertRefused(
      HttpResponse<String> answer, int status, String type, String message) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains(type);
    assertThat(answer.body()).contains("\"Type\":\"User\"").contains("\"Message\":\"" + message);
  }

  private static HttpResponse<String> post(String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(lambda.endpoint().resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
