package io.keyferry.agent.cli.option;

import io.keyferry.agent.process.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Asks who sits at the terminal. */
@FunctionalInterface
public interface Confirmation {

  /** What was typed in answer to the text; absent where nobody can type. */
  Optional<String> ask(String text);

  /** At the terminal of the process, wherever its output goes. */
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
