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
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            List.of(
                TestFunctions.function("echo", TestHandler.class, Duration.ofMinutes(1))
                    .withAliases(Set.of("api", "other"))),
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
        "echo:api",
        "111122223333:echo",
        "function:echo",
        "eu-west-1:111122223333:function:echo",
        "arn:aws:lambda:eu-west-1:111122223333:function:echo",
        "arn:aws:lambda:eu-west-1:111122223333:function:echo:api",
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

  @ParameterizedTest
  @CsvSource({
    "echo,''",
    "echo:$LATEST,:$LATEST",
    "echo?Qualifier=$LATEST,:$LATEST",
    "echo:api,:api",
    "echo?Qualifier=api,:api",
    "echo:api?Qualifier=api,:api",
    "arn:aws:lambda:eu-west-1:111122223333:function:echo:other,:other"
  })
  void theFunctionSeesTheNameThatInvokedIt(String name, String qualifier) throws Exception {
    String[] parts = name.split("(?=\\?)", 2);
    String query = parts.length > 1 ? parts[1] : "";

    assertThat(
            post("/2015-03-31/functions/" + parts[0] + "/invocations" + query, "\"about\"").body())
        .startsWith("\"arn:aws:lambda:eu-west-1:111122223333:function:echo" + qualifier + " ");
  }

  @Test
  void reportsAFunctionErrorInAHeader() throws Exception {
    HttpResponse<String> answer = post(FUNCTION, "\"throw\"");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
    assertThat(answer.body()).contains("thrown as asked");
  }

  @Test
  void returnsTheTailOfTheLogOnRequest() throws Exception {
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

  @ParameterizedTest
  @ValueSource(strings = {"live", "1", "API", "$LATEST.PUBLISHED"})
  void refusesAnUnknownQualifier(String qualifier) throws Exception {
    for (String path :
        List.of(
            FUNCTION + "?Qualifier=" + qualifier,
            "/2015-03-31/functions/echo:" + qualifier + "/invocations")) {
      assertRefused(
          post(path, "{}"),
          404,
          "ResourceNotFoundException",
          "Function not found: arn:aws:lambda:eu-west-1:111122223333:function:echo:" + qualifier);
    }
  }

  @Test
  void refusesTwoQualifiers() throws Exception {
    assertRefused(
        post("/2015-03-31/functions/echo:api/invocations?Qualifier=other", "{}"),
        400,
        "InvalidParameterValueException",
        "The derived qualifier from the function name does not match the specified qualifier.");
  }

  @Test
  void refusesWhatCannotBeAQualifier() throws Exception {
    assertRefused(
        post(FUNCTION + "?Qualifier=a.b", "{}"),
        400,
        "ValidationException",
        "1 validation error detected: Value 'a.b' at 'qualifier' failed to satisfy constraint:"
            + " Member must satisfy regular expression pattern: ");
    assertRefused(
        post(FUNCTION + "?Qualifier=", "{}"),
        400,
        "ValidationException",
        "1 validation error detected: Value '' at 'qualifier'");
    assertRefused(
        post(FUNCTION + "?Qualifier=" + "x".repeat(129), "{}"),
        400,
        "ValidationException",
        "1 validation error detected: Value 'xxx");
  }

  @Test
  void refusesWhatCannotBeAFunction() throws Exception {
    for (String name :
        List.of("a%20b", "arn:aws:lambda", "arn:aws:sqs:eu-west-1:111122223333:echo", "echo:a:b")) {
      assertRefused(
          post("/2015-03-31/functions/" + name + "/invocations", "{}"),
          400,
          "ValidationException",
          "1 validation error detected: Value '"
              + name.replace("%20", " ")
              + "' at 'functionName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?");
    }
    assertRefused(
        post("/2015-03-31/functions/" + "x".repeat(65) + "/invocations", "{}"),
        400,
        "ValidationException",
        "1 validation error detected: Value 'xxx");
  }

  @Test
  void refusesAnotherRegionAndAnotherAccount() throws Exception {
    assertRefused(
        post(
            "/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:echo/invocations",
            "{}"),
        404,
        "ResourceNotFoundException",
        "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')");
    assertRefused(
        post("/2015-03-31/functions/444455556666:function:echo/invocations", "{}"),
        403,
        "AccessDeniedException",
        "User: arn:aws:iam::111122223333:root is not authorized to perform:"
            + " lambda:InvokeFunction on resource:"
            + " arn:aws:lambda:eu-west-1:444455556666:function:echo because no resource-based"
            + " policy allows the lambda:InvokeFunction action");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void refusesAnotherMethod(String method) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(lambda.endpoint().resolve(FUNCTION))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();

    assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void refusesAPayloadThatIsNotUtf8() throws Exception {
    byte[] payload = "{\"newKey\":{\"description\":\"?\"}}".getBytes(StandardCharsets.US_ASCII);
    payload[payload.length - 4] = (byte) 0xfc;
    HttpRequest request =
        HttpRequest.newBuilder(lambda.endpoint().resolve(FUNCTION))
            .POST(HttpRequest.BodyPublishers.ofByteArray(payload))
            .build();

    assertRefused(
        CLIENT.send(request, HttpResponse.BodyHandlers.ofString()),
        400,
        "InvalidRequestContentException",
        "Could not parse request body into json: Could not parse payload into json: Invalid UTF-8"
            + " start byte 0xfc");
  }

  @Test
  void refusesAnUnknownLogType() throws Exception {
    assertRefused(
        post(FUNCTION, "{}", "X-Amz-Log-Type", "Head"),
        400,
        "ValidationException",
        "1 validation error detected: Value 'Head' at 'logType' failed to satisfy constraint:"
            + " Member must satisfy enum value set: [None, Tail]");
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

  /** Asks the function itself, which runs after the attempts, until it has seen this many. */
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
