package io.keyferry.cloud.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  private static final Endpoint.Work ECHO =
      invocation ->
          switch (invocation) {
            case Invocation.Direct direct -> "\"direct\"".getBytes(UTF_8);
            case Invocation.Http http -> ("\"" + http.json().shown() + "\"").getBytes(UTF_8);
          };
  private static final Endpoint.Work REFUSE =
      invocation -> {
        throw RefusedException.badRequest(
            List.of(new Fault("a.b", "this", "that\nand \"more\""), new Fault("c", "x", "y")));
      };

  @Test
  void aDirectCallerGetsTheAnswerItself() throws IOException {
    assertThat(answer("{\"version\":\"2.0\"}", ECHO)).isEqualTo("\"direct\"");
  }

  @Test
  void aDirectCallerGetsEveryFaultInAFunctionErrorWithoutStackTrace() {
    assertThatThrownBy(() -> answer("{}", REFUSE))
        .hasMessage(
            "2 faults in the request, nothing was done:\na.b: expected this, found 'that?and \"more\"'\nc: expected x, found 'y'")
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  @Test
  void anHttpCallerGetsAResponse() throws IOException {
    assertThat(answer(http("\"text\"", false), ECHO))
        .isEqualTo(
            "{\"statusCode\":202,\"headers\":{\"content-type\":\"application/json\"},\"body\":\"\\\"text\\\"\"}");
  }

  @Test
  void readsABodyInBase64() throws IOException {
    String body = Base64.getEncoder().encodeToString("\"text\"".getBytes(UTF_8));
    assertThat(answer(http(body, true), ECHO)).contains("\\\"text\\\"");
  }

  @Test
  void aBodyThatIsTooLargeIsAProblemAndIsNotRead() throws IOException {
    String longest = "\"" + "x".repeat(64 * 1024 - 2) + "\"";
    assertThat(answer(http(longest, false), ECHO)).contains("\"statusCode\":202");
    assertThat(answer(http(longest + " ", false), ECHO))
        .contains(
            "\"statusCode\":413",
            "application/problem+json",
            "Content Too Large",
            "at most 65536 bytes",
            "65537 bytes");
  }

  @Test
  void anHttpCallerGetsEveryFaultInAProblem() throws IOException {
    Json.Obj response = (Json.Obj) Json.read(answer(http("{}", false), REFUSE).getBytes(UTF_8));
    assertThat(response.field("statusCode")).contains(new Json.Num("400"));
    assertThat(response.object("headers").flatMap(h -> h.text("content-type")))
        .contains("application/problem+json");
    assertThat(response.text("body"))
        .contains(
            "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"2 faults in the request, nothing was done\","
                + "\"faults\":[{\"field\":\"a.b\",\"expected\":\"this\",\"found\":\"that?and \\\"more\\\"\"},"
                + "{\"field\":\"c\",\"expected\":\"x\",\"found\":\"y\"}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "nothing", "{\"a\":}"})
  void refusesABodyThatIsNotJson(String body) {
    String event = http(body.replace("\"", "\\\""), false);
    assertThatThrownBy(() -> answer(event, ECHO)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void readsTheMessagesOfABatchAndNamesTheFailedOnes() throws IOException {
    String event =
        "{\"Records\":[{\"messageId\":\"1\",\"receiptHandle\":\"r1\",\"body\":\"b1\",\"attributes\":{}},"
            + "{\"messageId\":\"2\",\"receiptHandle\":\"r2\",\"body\":\"b2\"}]}";
    SqsBatch batch = SqsBatch.read(new ByteArrayInputStream(event.getBytes(UTF_8)));

    assertThat(batch.messages())
        .containsExactly(
            new SqsBatch.Message("1", "r1", "b1"), new SqsBatch.Message("2", "r2", "b2"));
    assertThat(new String(SqsBatch.failures(batch.messages().subList(1, 2)), UTF_8))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"2\"}]}");
    assertThat(new String(SqsBatch.failures(List.of()), UTF_8))
        .isEqualTo("{\"batchItemFailures\":[]}");
  }

  private static String http(String body, boolean base64) {
    return "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"POST\"}},\"isBase64Encoded\":%s,\"body\":\"%s\"}"
        .formatted(base64, body.contains("\\") ? body : body.replace("\"", "\\\""));
  }

  private static String answer(String event, Endpoint.Work work) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Endpoint(202).handle(new ByteArrayInputStream(event.getBytes(UTF_8)), out, work);
    return out.toString(UTF_8);
  }
}
