package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.UtcTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Writes each event as a JSON object on one line. The runtime passes on the bytes of {@code
 * log(byte[], LogLevel)} unchanged, if the level is logged; it would wrap a text in a JSON object
 * of its own. So the members that Lambda filters by ({@code timestamp}, {@code level}) and links by
 * ({@code AWSRequestId}) are written here.
 */
record LambdaLog(LambdaLogger logger, String requestId, InstantSource clock) implements FlowLog {

  static LambdaLog of(Context context, InstantSource clock) {
    return new LambdaLog(context.getLogger(), context.getAwsRequestId(), clock);
  }

  @Override
  public void step(StepEvent step) {
    write(
        Level.INFO,
        Optional.of(step.importId()),
        step.step().sentence(),
        json -> {
          json.writeStringField("step", step.step().name());
          json.writeStringField("at", UtcTime.format(step.at()));
          json.writeNumberField("attempt", step.attempt());
          json.writeStringField("detail", step.detail());
        });
  }

  @Override
  public void line(Level level, String message) {
    write(level, Optional.empty(), message, json -> {});
  }

  @Override
  public void line(Level level, ImportId importId, String message) {
    write(level, Optional.of(importId), message, json -> {});
  }

  /** Logs an unexpected exception with its stack trace. */
  void unexpected(RuntimeException e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    write(
        Level.ERROR,
        Optional.empty(),
        e.toString(),
        json -> json.writeStringField("stackTrace", trace.toString()));
  }

  private void write(
      Level level, Optional<ImportId> importId, String message, JsonText.Fields more) {
    String line =
        JsonText.object(json -> {
          json.writeStringField("timestamp", UtcTime.format(clock.instant()));
          json.writeStringField("level", level.name());
          json.writeStringField("AWSRequestId", requestId);
          if (importId.isPresent()) {
            json.writeStringField("importId", importId.get().value());
          }
          json.writeStringField("message", message);
          more.to(json);
        });
    logger.log((line + "\n").getBytes(StandardCharsets.UTF_8), LogLevel.valueOf(level.name()));
  }
}
