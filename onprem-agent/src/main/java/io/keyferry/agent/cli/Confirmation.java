package io.keyferry.agent.cli;

import java.util.Optional;

/** Asks who sits at the terminal. */
@FunctionalInterface
interface Confirmation {

  /** What was typed in answer to the text; absent where nobody can type. */
  Optional<String> ask(String text);

  /** At the process's terminal. */
  static Confirmation ofProcess() {
    return text ->
        Optional.ofNullable(System.console())
            .filter(java.io.Console::isTerminal)
            .flatMap(console -> Optional.ofNullable(console.readLine("%s", text)));
  }
}
