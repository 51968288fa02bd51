package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.keyferry.cloud.event.JsonText;
import io.keyferry.cloud.flow.FlowLog;
import io.keyferry.model.ImportId;
import io.keyferry.model.JsonCodec;
import io.keyferry.model.StepEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes one line of JSON for each thing that is said. */
record LambdaLog(LambdaLogger logger) implements FlowLog {

  @Override
  public void step(StepEvent step) {
    write(new String(JsonCodec.write(step), StandardCharsets.UTF_8));
  }

  @Override
  public void line(Level level, String message) {
    line(level, Optional.empty(), message);
  }

  @Override
  public void line(Level level, ImportId importId, String message) {
    line(level, Optional.of(importId), message);
  }

  private void line(Level level, Optional<ImportId> importId, String message) {
    write(
        JsonText.object(json -> {
          json.writeStringField("level", level.name());
          json.writeStringField("message", message);
          if (importId.isPresent()) {
            json.writeStringField("importId", importId.get().value());
          }
        }));
  }

  private void write(String line) {
    logger.log(line + "\n");
  }
}
