package io.keyferry.agent.job.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.keyferry.agent.job.Jobs;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.testing.EcSigner;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StepLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger("keyferry.step");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
  }

  @Test
  void writesExactlyTheEventsJson() {
    WrapJob job = Jobs.to(EcSigner.create().verificationKey().thumbprint()).job();

    new StepLog(InstantSource.fixed(Jobs.NOW)).taken(ImportStep.KEY_WRAPPED, job, "512 bytes");

    byte[] json = lines.list.getLast().getFormattedMessage().getBytes(StandardCharsets.UTF_8);
    assertThat(JsonCodec.read(StepEvent.class, json))
        .isEqualTo(new StepEvent(Jobs.NOW, ImportStep.KEY_WRAPPED, job.importId(), 1, "512 bytes"));
  }
}
