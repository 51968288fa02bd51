package io.keyferry.local.demo;

import io.keyferry.model.record.StepEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The demo's output: headings, lines, and steps with the time since the request. */
final class Screen {

  private final PrintWriter out;

  Screen(PrintWriter out) {
    this.out = out;
  }

  void heading(String text) {
    out.printf("%n%s%n", text);
    out.flush();
  }

  void line(String format, Object... arguments) {
    out.printf(Locale.ROOT, "  " + format + "%n", arguments);
    out.flush();
  }

  /** Prints one step, with its number in the architecture diagram. */
  void step(StepEvent event, Instant requested) {
    long millis = Duration.between(requested, event.at()).toMillis();
    line(
        "%5d ms  (%2d) %s%s",
        millis,
        event.step().number(),
        event.step().sentence(),
        event.detail().isEmpty() ? "" : ": " + event.detail());
  }

  /** Prints text unchanged. */
  void block(String text) {
    text.lines().forEach(line -> out.printf("  %s%n", line));
    out.flush();
  }

  PrintWriter out() {
    return out;
  }
}
