package io.keyferry.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {

  @TempDir Path directory;

  private final String compact = new RecordSample().imported();

  @Test
  void readsTheRecordAlone() throws IOException {
    RecordFile alone = new RecordFile(compact, Optional.empty());
    assertThat(read(compact)).isEqualTo(alone);
    assertThat(read(compact + "\n")).isEqualTo(alone);
    assertThat(read(compact + "\r\n")).isEqualTo(alone);
  }

  @Test
  void readsTheAnswerOfReadImportsWithFieldsItDoesNotKnow() throws IOException {
    assertThat(read(RecordSample.answer(compact, "SUCCEEDED")))
        .isEqualTo(
            new RecordFile(
                compact,
                Optional.of(
                    new RecordFile.Answer(
                        RecordSample.IMPORT.value(),
                        Optional.of(RecordSample.ARN.toString()),
                        "SUCCEEDED"))));
  }

  @Test
  void readsAnAnswerSavedFromThePreviousRelease() throws IOException {
    String saved =
        RecordSample.answer(compact, "IMPORTED")
            .replace("\"operationId\"", "\"importId\"")
            .replace("\"kind\":\"newKey\",", "");
    assertThat(read(saved)).isEqualTo(read(RecordSample.answer(compact, "SUCCEEDED")));
  }

  @Test
  void anOperationThatHasNotEndedHasNoRecordYet() {
    assertRefused(
        "{\"operationId\":\"%s\",\"state\":\"QUEUED\"}".formatted(RecordSample.IMPORT),
        "ceremonyRecord",
        "an operation that is QUEUED: read it again later");
  }

  @Test
  void anAnswerThatIsNotOneOperationIsReportedWithWhatItSays() {
    assertRefused(
        "{\"operations\":[]}",
        "one operation with the field operationId",
        "a list of operations: request one, by its operationId");
    assertRefused(
        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"no such operation\"}",
        "found 'a refusal: no such operation'");
    assertRefused(
        "{\"errorMessage\":\"timed out\",\"errorType\":\"Sandbox.Timedout\"}",
        "found 'an error of the function: timed out'");
  }

  @Test
  void namesTheContentOfAFileOfAnotherForm() {
    assertRefused("", "0 bytes");
    assertRefused("{\"operations\":[]}", "the field operationId");
    assertRefused("no record", "compact JWS", "9 bytes: no record");
    assertRefused("a.b", "3 bytes: a.b");
    assertRefused("[]", "2 bytes: []");
    assertRefused("{\"importId\":", "a JSON object");
  }

  @Test
  void readsAFileOfTheMostBytes() throws IOException {
    assertThat(read(compact + "\n".repeat(RecordFile.MAX_BYTES - compact.length())))
        .isEqualTo(new RecordFile(compact, Optional.empty()));
  }

  @Test
  void oversizedFile() {
    assertRefused(
        compact + "\n".repeat(RecordFile.MAX_BYTES), "at most 1048576 bytes", "more than that");
  }

  @Test
  void endlessFile() {
    assertThatThrownBy(() -> RecordFile.read(Path.of("/dev/zero")))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void deeplyNestedJson() {
    String nested = "[".repeat(100_000) + "]".repeat(100_000);
    assertRefused(
        RecordSample.answer(compact, "SUCCEEDED").replace("[{\"step\":\"IMPORTED\"}]", nested),
        "at most 16 levels");
  }

  @Test
  void duplicateNames() {
    String answer = RecordSample.answer(compact, "SUCCEEDED");
    assertRefused(answer.replace("\"attempt\":1", "\"state\":\"FAILED\""), "duplicate fields");
    assertRefused(
        answer.replace("\"step\":\"IMPORTED\"", "\"step\":\"A\",\"step\":\"B\""),
        "duplicate fields");
  }

  @Test
  void secondObjectBehindTheFirst() {
    assertRefused(
        RecordSample.answer(compact, "SUCCEEDED") + "{\"StatusCode\": 200}",
        "nothing after the JSON object",
        "StatusCode");
  }

  private void assertRefused(String content, String... sayings) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll(sayings);
  }

  private RecordFile read(String content) throws IOException {
    return RecordFile.read(Files.writeString(directory.resolve("record"), content));
  }
}
