package io.keyferry.cloud.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  private static final String FUNCTION =
      "arn:aws:lambda:eu-west-1:123456789012:function:keyferry-request-import";
  private static final String API = FUNCTION + ":api";

  private static final Endpoint.Work ECHO =
      invocation ->
          Answer.accepted(
              switch (invocation) {
                case Invocation.Direct direct -> "\"direct\"";
                case Invocation.Http http -> "\"" + http.json().shown() + "\"";
              });
  private static final Endpoint.Work REFUSE =
      invocation -> {
        throw RefusedException.badRequest(
            List.of(
                new Violation(
                    "a.b", "this", Violation.quoted("that\nand \"more\""), Optional.of("do that")),
                new Violation("c", "x", "y")));
      };
  private static final Endpoint.Work UNAVAILABLE =
      invocation -> {
        throw new UnavailableException("KMS does not answer", new IllegalStateException());
      };
  private static final String PROBLEM =
      "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"2 violations in"
          + " the request, nothing was"
          + " done\",\"violations\":[{\"path\":\"a.b\",\"expected\":\"this\",\"found\":\"'that and"
          + " \\\"more\\\"'\",\"cure\":\"do that\"},{\"path\":\"c\",\"expected\":\"x\",\"found\":\"y\"}]}";

  @Test
  void aDirectCallerGetsTheAnswerItself() throws IOException {
    assertThat(answer(FUNCTION, "{\"version\":\"2.0\"}", ECHO)).isEqualTo("\"direct\"");
  }

  @Test
  void aDirectCallerGetsEveryViolationAsAnAnswerSinceTheFunctionDidNotFail() throws IOException {
    assertThat(answer(FUNCTION, "{}", REFUSE)).isEqualTo(PROBLEM);
  }

  @Test
  void anHttpCallerGetsEveryViolationInAProblem() throws IOException {
    Json.Obj response = response(http("{}", false), REFUSE);
    assertThat(response.field("statusCode")).contains(new Json.Num("400"));
    assertThat(response.object("headers").flatMap(h -> h.text("content-type")))
        .contains("application/problem+json");
    assertThat(response.text("body")).contains(PROBLEM);
  }

  @Test
  void anHttpCallerIsAskedToComeAgainWhereADirectOneGetsAFunctionErrorWithoutStackTrace()
      throws IOException {
    Json.Obj response = response(http("{}", false), UNAVAILABLE);
    assertThat(response.field("statusCode")).contains(new Json.Num("503"));
    assertThat(response.object("headers").flatMap(h -> h.text("retry-after"))).contains("10");
    assertThat(response.text("body").orElseThrow()).contains("KMS does not answer");

    assertThatThrownBy(() -> answer(FUNCTION, "{}", UNAVAILABLE))
        .hasMessage("KMS does not answer")
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  @Test
  void anHttpCallerGetsAResponse() throws IOException {
    assertThat(answer(API, http("\"text\"", false), ECHO))
        .isEqualTo(
            "{\"statusCode\":202,\"headers\":{\"content-type\":\"application/json\"},\"body\":\"\\\"text\\\"\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FUNCTION,
        FUNCTION + ":live",
        FUNCTION + ":$LATEST",
        FUNCTION + ":7",
        FUNCTION + ":api:api",
        FUNCTION + ":API",
        "arn:aws:lambda:eu-west-1:123456789012:function:api",
        "api",
        ""
      })
  void anEventThatLooksLikeTheHttpApisIsADirectOneUnlessTheAliasOfTheApiWasInvoked(String arn)
      throws IOException {
    assertThat(answer(arn, http("\"text\"", false), ECHO)).isEqualTo("\"direct\"");
  }

  @Test
  void aCallerOfTheAliasWithAnotherEventIsADirectCallerToo() throws IOException {
    assertThat(answer(API, "{\"newKey\":{}}", ECHO)).contains("direct");
  }

  @Test
  void readsABodyInBase64() throws IOException {
    String body = Base64.getEncoder().encodeToString("\"text\"".getBytes(UTF_8));
    assertThat(answer(API, http(body, true), ECHO)).contains("\\\"text\\\"");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsDecodedOrParsed() throws IOException {
    String longest = "\"" + "x".repeat(64 * 1024 - 2) + "\"";
    assertThat(answer(API, http(longest, false), ECHO)).contains("\"statusCode\":202");
    assertThat(answer(API, http(longest + " ", false), ECHO))
        .contains(
            "\"statusCode\":413",
            "application/problem+json",
            "Content Too Large",
            "at most 65536 bytes",
            "65537 bytes");
    // Neither base64 nor JSON: decoding or parsing reports it instead.
    assertThat(answer(API, http("%".repeat(100_000), true), ECHO)).contains("Content Too Large");
    assertThat(answer(API, http("%".repeat(100_000), false), ECHO)).contains("Content Too Large");
    assertThat(answer(API, http("ä".repeat(40_000), false), ECHO)).contains("80000 bytes");
  }

  @Test
  void anEventThatIsTooLargeIsRefusedBeforeItIsParsed() throws IOException {
    // No JSON at all: parsing reports it instead.
    assertThat(answer(FUNCTION, "%".repeat(64 * 1024 + 1), ECHO)).contains("Content Too Large");
    assertThat(answer(API, "%".repeat(500_000), ECHO)).contains("\"statusCode\":413");
  }

  @Test
  void theLongestBodyFitsIntoAnEventHoweverItIsEscaped() throws IOException {
    String escaped = "\\u0020".repeat(64 * 1024 - 2) + "{}";
    assertThat(answer(API, http(escaped, false), ECHO)).contains("\"statusCode\":202");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "nothing", "{\"a\":}"})
  void refusesABodyThatIsNotJson(String body) throws IOException {
    assertThat(answer(API, http(body.replace("\"", "\\\""), false), ECHO))
        .contains("\"statusCode\":400", "a JSON object");
  }

  @Test
  void refusesTextThatIsNotUtf8() throws IOException {
    byte[] event = "{\"newKey\":{\"description\":\"\u00FC\"}}".getBytes(ISO_8859_1);
    assertThat(answer(FUNCTION, event, ECHO)).contains("\"status\":400", "JSON in UTF-8");
  }

  @Test
  void readsTheOneMessageOfAnSqsEvent() throws IOException {
    assertThat(
            sqs("{\"messageId\":\"1\",\"receiptHandle\":\"r1\",\"body\":\"b1\",\"attributes\":{}}"))
        .isEqualTo(new SqsMessage("1", "r1", "b1"));
  }

  @Test
  void refusesABatchOfAnotherSizeSinceThrowingForOneWouldBringAllAgain() {
    String one = "{\"messageId\":\"1\",\"receiptHandle\":\"r\",\"body\":\"b\"}";
    assertThatThrownBy(() -> sqs(one + "," + one))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("found '2 records'")
        .hasMessageContaining("set BatchSize of the event source mapping to 1");
    assertThatThrownBy(() -> sqs("")).hasMessageContaining("0 records");
  }

  private static SqsMessage sqs(String records) throws IOException {
    return SqsMessage.read(
        new ByteArrayInputStream(("{\"Records\":[" + records + "]}").getBytes(UTF_8)));
  }

  private static String http(String body, boolean base64) {
    return "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"POST\"}},\"isBase64Encoded\":%s,\"body\":\"%s\"}"
        .formatted(base64, body.contains("\\") ? body : body.replace("\"", "\\\""));
  }

  private static Json.Obj response(String event, Endpoint.Work work) throws IOException {
    return (Json.Obj) Json.read(answer(API, event, work).getBytes(UTF_8));
  }

  private static String answer(String arn, String event, Endpoint.Work work) throws IOException {
    return answer(arn, event.getBytes(UTF_8), work);
  }

  private static String answer(String arn, byte[] event, Endpoint.Work work) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Endpoint.handle(new ByteArrayInputStream(event), out, arn, work);
    return out.toString(UTF_8);
  }
}
