package io.keyferry.agent.job.log;

import io.keyferry.agent.systemd.JournaldEncoder;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Writes one log line for each step. Its message is the step's JSON. */
@Singleton
public final class StepLog {

  private static final Logger LOG = LoggerFactory.getLogger("keyferry.step");
  private static final int MAX_DETAIL = 1000;

  private final InstantSource clock;

  public StepLog(InstantSource clock) {
    this.clock = clock;
  }

  public void taken(ImportStep step, WrapJob job, String detail) {
    String shown = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
    // For this line and the following ones, until the thread is done with the message.
    MDC.put(JournaldEncoder.IMPORT_ID, job.importId().value());
    StepEvent event = new StepEvent(clock.instant(), step, job.importId(), job.attempt(), shown);
    LOG.info("{}", new String(JsonCodec.write(event), StandardCharsets.UTF_8));
  }
}
