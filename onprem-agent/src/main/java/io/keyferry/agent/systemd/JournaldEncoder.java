package io.keyferry.agent.systemd;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.evidence.text.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Encodes a log line for journald: its priority, which journald strips, then JSON with the id of
 * the import that was being processed.
 */
public final class JournaldEncoder extends EncoderBase<ILoggingEvent> {

  /** The {@code org.slf4j.MDC} key of the import's id. */
  public static final String IMPORT_ID = "importId";

  private static final JsonFactory JSON = new JsonFactory();

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
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
      json.writeStringField("level", event.getLevel().toString());
      json.writeStringField("logger", event.getLoggerName());
      json.writeStringField("thread", event.getThreadName());
      String importId = event.getMDCPropertyMap().get(IMPORT_ID);
      if (importId != null) {
        json.writeStringField(IMPORT_ID, importId);
      }
      json.writeStringField("message", event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        json.writeStringField("trace", traces.convert(event));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "<%d>%s\n"
        .formatted(priority(event.getLevel()), Printable.line(text.toString()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The syslog priority. */
  private static int priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> 3;
      case Level.WARN_INT -> 4;
      case Level.INFO_INT -> 6;
      default -> 7;
    };
  }
}
