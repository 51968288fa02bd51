package io.keyferry.agent.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A log line for journald: its priority, which journald takes off, then JSON with the id of the
 * import that was worked on.
 */
public final class JournalLines extends EncoderBase<ILoggingEvent> {

  /** What {@code org.slf4j.MDC} knows the id of the import by. */
  public static final String IMPORT_ID = "importId";

  private static final byte[] NOTHING = {};

  private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

  @Override
  public void start() {
    traces.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    line.append('<').append(priority(event.getLevel())).append(">{");
    member(line, "time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    member(line.append(','), "level", event.getLevel().toString());
    member(line.append(','), "logger", event.getLoggerName());
    member(line.append(','), "thread", event.getThreadName());
    String importId = event.getMDCPropertyMap().get(IMPORT_ID);
    if (importId != null) {
      member(line.append(','), IMPORT_ID, importId);
    }
    member(line.append(','), "message", event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      member(line.append(','), "trace", traces.convert(event));
    }
    return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Syslog's numbers. */
  private static int priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> 3;
      case Level.WARN_INT -> 4;
      case Level.INFO_INT -> 6;
      default -> 7;
    };
  }

  private static void member(StringBuilder line, String name, String value) {
    line.append('"').append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        case '\t' -> line.append("\\t");
        default -> {
          // Whatever a terminal or another reader could take for more than text.
          if (Character.isISOControl(c)
              || Character.isSurrogate(c)
              || c == '\u2028'
              || c == '\u2029') {
            line.append("\\u%04x".formatted((int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }
}
