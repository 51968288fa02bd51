package io.keyferry.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class JournaldEncoderTest {

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final JournaldEncoder lines = new JournaldEncoder();

  @BeforeEach
  void start() {
    // Other tests process imports in this thread.
    MDC.clear();
    lines.setContext(context);
    lines.start();
  }

  @Test
  void isOneLineOfJsonAfterThePriority() {
    String line = encoded(Level.WARN, "it's \"{}\"\n\tof\u001b[31m {}", null, "C:\\", "\u2028é😀");

    assertThat(line).startsWith("<4>{\"time\":\"2026-11-23T00:00:00Z\",\"level\":\"WARN\"");
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    assertThat(line).doesNotContain("\u001b", "\u2028");
    assertThat(json(line))
        .containsEntry("logger", "io.keyferry.x")
        .containsEntry("message", "it's \"C:\\\"\n\tof\u001b[31m \u2028é😀")
        .doesNotContainKeys("importId", "trace");
  }

  @Test
  void namesTheImportThatIsWorkedOn() {
    LoggingEvent event = event(Level.INFO, "wrapped", null);
    event.setMDCPropertyMap(Map.of(JournaldEncoder.IMPORT_ID, "4c8a9388"));

    assertThat(json(new String(lines.encode(event), StandardCharsets.UTF_8)))
        .containsEntry("importId", "4c8a9388")
        .containsEntry("message", "wrapped");
  }

  @Test
  void hasTheTraceOfAFault() {
    String line = encoded(Level.ERROR, "failed", new IllegalStateException("why"));

    assertThat(line).startsWith("<3>");
    assertThat(String.valueOf(json(line).get("trace")))
        .startsWith("java.lang.IllegalStateException: why")
        .contains("JournaldEncoderTest");
  }

  @Test
  void keepsSyslogsOrder() {
    assertThat(encoded(Level.INFO, "", null)).startsWith("<6>");
    assertThat(encoded(Level.DEBUG, "", null)).startsWith("<7>");
  }

  private String encoded(
      Level level, String text, @Nullable Throwable thrown, Object... arguments) {
    return new String(lines.encode(event(level, text, thrown, arguments)), StandardCharsets.UTF_8);
  }

  private LoggingEvent event(
      Level level, String text, @Nullable Throwable thrown, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("io.keyferry.x"), level, text, thrown, arguments);
    event.setInstant(Instant.parse("2026-11-23T00:00:00Z"));
    return event;
  }

  /** JSON is YAML. */
  private static Map<String, Object> json(String line) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(line.substring(3));
  }
}
