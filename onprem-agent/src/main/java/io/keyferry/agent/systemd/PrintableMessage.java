package io.keyferry.agent.systemd;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.keyferry.evidence.text.Printable;

/** {@code %printable(…)} in {@code logback.xml}: one line, whatever the message holds. */
public final class PrintableMessage extends CompositeConverter<ILoggingEvent> {

  @Override
  protected String transform(ILoggingEvent event, String message) {
    return Printable.line(message);
  }
}
