package io.keyferry.agent.cli.option;

import io.keyferry.agent.process.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Asks the user at the terminal. */
@FunctionalInterface
public interface Confirmation {

  /** Returns what the user typed; absent if there is no terminal. */
  Optional<String> ask(String text);

  /** Uses the terminal of the process, wherever its output goes. */
  static Confirmation ofProcess() {
    return text -> {
      try {
        return Terminal.ask(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
