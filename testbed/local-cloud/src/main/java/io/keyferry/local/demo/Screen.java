package io.keyferry.local.demo;

import io.keyferry.model.record.StepEvent;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The demo's output: headings, lines, and steps with the time since the request. */
final class Screen {

  private static final int WIDTH = 110;
  private static final String BOLD = "\033[1m";
  private static final String PLAIN = "\033[0m";

  private final PrintWriter out;
  private final boolean verbose;
  private final boolean terminal;

  /**
   * @param verbose whether lines are shown in full
   */
  Screen(PrintWriter out, boolean verbose) {
    this(
        out,
        verbose,
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  Screen(PrintWriter out, boolean verbose, boolean terminal) {
    this.out = out;
    this.verbose = verbose;
    this.terminal = terminal;
  }

  /** Whether a person watches: a file or another program gets no colors and no progress bar. */
  boolean isTerminal() {
    return terminal;
  }

  boolean isVerbose() {
    return verbose;
  }

  void heading(String text) {
    boolean bold = terminal && System.getenv("NO_COLOR") == null;
    out.printf("%n%s%n", bold ? BOLD + text + PLAIN : text);
    out.flush();
  }

  /** Prints an explanation, as it is. */
  void explain(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
  }

  void line(String format, Object... arguments) {
    String line = String.format(Locale.ROOT, "  " + format, arguments);
    out.println(verbose || line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…");
    out.flush();
  }

  /** Prints one step, with its number in the architecture diagram. */
  void step(StepEvent event, Instant requested) {
    long millis = Duration.between(requested, event.at()).toMillis();
    line(
        "%s  (%2d) %s%s",
        String.format(Locale.ROOT, "%5d ms", millis),
        event.step().number(),
        event.step().sentence(),
        event.detail().isEmpty() ? "" : ": " + event.detail());
  }

  /** Prints text unchanged. */
  void block(String text) {
    text.lines().forEach(line -> out.printf("  %s%n", line));
    out.flush();
  }
}
