package io.keyferry.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.keyferry.evidence.text.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PrintableMessageTest {

  @Test
  void aLogLineIsOneLineOfText() throws Exception {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Objects.requireNonNull(PrintableMessageTest.class.getResource("/logback.xml")));
    var appender = (ConsoleAppender<?>) context.getLogger("ROOT").getAppender("LINES");
    var encoder = (LayoutWrappingEncoder<?>) appender.getEncoder();
    LoggingEvent event =
        new LoggingEvent(
            "",
            context.getLogger("io.keyferry.x"),
            Level.WARN,
            "key '{}'",
            new IllegalStateException("why\n\u009b2K"),
            new Object[] {"x\u001b[2A\n2026-01-01T00:00:00.000Z INFO forged\u202e"});
    event.setInstant(Instant.parse("2026-11-23T00:00:00Z"));

    String line = encoded(encoder, event);

    assertThat(line)
        .startsWith(
            "2026-11-23T00:00:00.000Z WARN  io.keyferry.x key 'x\\u001B[2A\\u000A2026-01-01T00:00:00.000Z INFO forged\\u202E' | java.lang.IllegalStateException: why | \\u009B2K | at ")
        .endsWith(" | \n")
        .doesNotContain("%");
    assertThat(line.strip().codePoints()).allMatch(Printable::shows);
  }

  @SuppressWarnings("unchecked")
  private static String encoded(LayoutWrappingEncoder<?> encoder, LoggingEvent event) {
    return new String(
        ((LayoutWrappingEncoder<Object>) encoder).encode(event), StandardCharsets.UTF_8);
  }
}
