package io.keyferry.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.event.SqsMessage;
import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.model.value.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One message, one invocation: it is deleted or delivered again. */
class CompleteImportTest {

  private static final SqsMessage MESSAGE = new SqsMessage("m-1", "handle-1", "result");

  private final List<SqsMessage> released = new ArrayList<>();
  private final List<String> handled = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private Verdict verdict = new Verdict.Done();

  @Test
  void aProcessedMessageIsDeleted() {
    assertThatCode(() -> handle(record(MESSAGE))).doesNotThrowAnyException();
    assertThat(handled).containsExactly("result");
    assertThat(released).isEmpty();
  }

  @Test
  void aMessageThatCouldNotBeFinishedIsDeliveredAgainAfterItsTimeout() {
    verdict = new Verdict.Again("the key is not enabled yet");
    assertThatThrownBy(() -> handle(record(MESSAGE)))
        .isInstanceOf(NotDoneException.class)
        .hasMessageContaining("m-1", "the key is not enabled yet");
    assertThat(released).isEmpty();
    assertThat(lines).singleElement().satisfies(line -> assertThat(line).contains("WARN"));
  }

  @Test
  void aForgedMessageIsDeliveredAgainAtOnceSoThatItsGroupIsFreeSoon() {
    verdict = new Verdict.Rejected("not the agent's");
    assertThatThrownBy(() -> handle(record(MESSAGE))).isInstanceOf(NotDoneException.class);
    assertThatThrownBy(() -> handle(record(MESSAGE))).isInstanceOf(NotDoneException.class);
    assertThat(released).containsExactly(MESSAGE, MESSAGE);
    assertThat(lines).allSatisfy(line -> assertThat(line).contains("ERROR", "not the agent's"));
  }

  @Test
  void ifSqsDoesNotReleaseItItIsDeliveredAgainLater() {
    verdict = new Verdict.Rejected("not the agent's");
    assertThatThrownBy(() ->
            handle(
                record(MESSAGE),
                message -> {
                  throw new IllegalStateException("SQS is unreachable");
                }))
        .isInstanceOf(NotDoneException.class)
        .hasMessageContaining("not the agent's");
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("WARN", "SQS is unreachable"));
  }

  /** An ERROR raises an alarm, but the next delivery may succeed. */
  @Test
  void whileKmsDoesNotAnswerAMessageIsDeliveredAgainWithoutAnError() {
    assertThatThrownBy(() -> handleThrowing(new KmsUnavailableException("KMS: throttled")))
        .isInstanceOf(NotDoneException.class)
        .hasMessageContaining("m-1", "KMS: throttled");
    assertThat(lines).singleElement().satisfies(line -> assertThat(line).contains("WARN"));
    assertThat(released).isEmpty();
  }

  @Test
  void anUnexpectedExceptionIsThrownAndLoggedWithItsStackTrace() {
    assertThatThrownBy(() -> handleThrowing(new IllegalStateException("boom")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(lines)
        .singleElement()
        .satisfies(line -> assertThat(line).contains("\"stackTrace\":\"java.lang", "boom"));
    assertThat(released).isEmpty();
  }

  @Test
  void aBatchOfTwoIsRefusedBeforeEitherIsRead() {
    assertThatThrownBy(() -> handle(record(MESSAGE, MESSAGE)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("BatchSize");
    assertThat(handled).isEmpty();
  }

  private void handleThrowing(RuntimeException failure) throws IOException {
    new CompleteImport(
            InstantSource.system(),
            (compact, run) -> {
              throw failure;
            },
            released::add)
        .handleRequest(
            new ByteArrayInputStream(record(MESSAGE).getBytes(UTF_8)),
            new ByteArrayOutputStream(),
            new TestContext(TestContext.FUNCTION, lines::add));
  }

  private void handle(String event) throws IOException {
    handle(event, released::add);
  }

  private void handle(String event, Consumer<SqsMessage> release) throws IOException {
    new CompleteImport(
            InstantSource.system(),
            (compact, run) -> {
              handled.add(compact);
              return verdict;
            },
            release)
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(UTF_8)),
            new ByteArrayOutputStream(),
            new TestContext(TestContext.FUNCTION, lines::add));
  }

  private static String record(SqsMessage... messages) {
    List<String> records = new ArrayList<>();
    for (SqsMessage message : messages) {
      records.add(
          "{\"messageId\":\"%s\",\"receiptHandle\":\"%s\",\"body\":\"%s\"}"
              .formatted(message.messageId(), message.receiptHandle(), message.body()));
    }
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }
}
