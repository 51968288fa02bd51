package io.keyferry.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.logging.LogSink;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.model.json.Json;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.ImportId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the runtime's logger makes of our lines if the function's log format is JSON. */
class LambdaLogTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:30:00.123456Z");
  private static final ImportId ID = new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d");

  private final List<String> lines = new ArrayList<>();
  private final List<LogLevel> levels = new ArrayList<>();

  @Test
  void aLineIsOneJsonObjectWithWhatLambdaFiltersAndLinksBy() {
    log(LogLevel.INFO).line(FlowLog.Level.ERROR, ID, "ORPHANED_KEY \"k\"\nand more");
    assertThat(lines)
        .containsExactly(
            "{\"timestamp\":\"2026-11-23T09:30:00.123Z\",\"level\":\"ERROR\",\"AWSRequestId\":\"request-1\",\"importId\":\"0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d\",\"message\":\"ORPHANED_KEY"
                + " \\\"k\\\"\\nand more\"}\n");
    assertThat(levels).containsExactly(LogLevel.ERROR);
  }

  @Test
  void aStepHasItsFieldsBesideTheMessage() {
    log(LogLevel.INFO).step(new StepEvent(NOW, ImportStep.JOB_SENT, ID, 2, "to hsm-1"));
    assertThat(lines)
        .singleElement()
        .satisfies(line -> {
          Json.Obj json = (Json.Obj) Json.read(line.getBytes(UTF_8));
          assertThat(json.fields().keySet())
              .containsExactly(
                  "timestamp",
                  "level",
                  "AWSRequestId",
                  "importId",
                  "message",
                  "step",
                  "at",
                  "attempt",
                  "detail");
          assertThat(json.text("level")).contains("INFO");
          assertThat(json.text("message")).contains(ImportStep.JOB_SENT.sentence());
          assertThat(json.text("step")).contains("JOB_SENT");
          assertThat(json.field("attempt")).contains(new Json.Num("2"));
          assertThat(json.text("detail")).contains("to hsm-1");
        });
  }

  @Test
  void anUnexpectedExceptionIsOneLineWithItsStackTraceInAMember() {
    log(LogLevel.INFO)
        .unexpected(new IllegalStateException("boom", new IllegalArgumentException("cause")));
    assertThat(lines)
        .singleElement()
        .satisfies(line -> {
          assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
          Json.Obj json = (Json.Obj) Json.read(line.getBytes(UTF_8));
          assertThat(json.text("level")).contains("ERROR");
          assertThat(json.text("message")).contains("java.lang.IllegalStateException: boom");
          assertThat(json.text("stackTrace").orElseThrow())
              .contains("at io.keyferry.cloud.LambdaLogTest", "Caused by: java.lang.Ill");
        });
  }

  @ParameterizedTest
  @CsvSource({"TRACE,3", "INFO,3", "WARN,2", "ERROR,1", "FATAL,0"})
  void linesBelowTheFunctionsLevelAreNotWritten(LogLevel level, int written) {
    LambdaLog log = log(level);
    log.line(FlowLog.Level.INFO, "a");
    log.line(FlowLog.Level.WARN, "b");
    log.line(FlowLog.Level.ERROR, "c");
    assertThat(lines).hasSize(written);
  }

  private LambdaLog log(LogLevel level) {
    LogSink sink =
        new LogSink() {
          @Override
          public void log(byte[] message) {
            lines.add(new String(message, UTF_8));
          }

          @Override
          public void log(LogLevel logLevel, LogFormat format, byte[] message) {
            levels.add(logLevel);
            log(message);
          }

          @Override
          public void close() {}
        };
    return new LambdaLog(
        new LambdaContextLogger(sink, level, LogFormat.JSON), "request-1", () -> NOW);
  }
}
