package io.keyferry.agent.hsm.pkcs11;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The slots of a library.
 *
 * @param tokens the tokens that identify themselves
 * @param silent what the other slots returned
 */
public record Slots(List<Slot> tokens, List<String> silent) {

  public Slots {
    tokens = List.copyOf(tokens);
    silent = List.copyOf(silent);
  }

  /** All slots, for a sentence. */
  String text() {
    return tokens.isEmpty() && silent.isEmpty()
        ? "no token at all"
        : Stream.concat(
                tokens.stream().map(Slot::text),
                silent.stream().map(answer -> "one that does not respond (" + answer + ")"))
            .collect(Collectors.joining(", "));
  }
}
