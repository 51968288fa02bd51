package io.keyferry.agent.hsm.pkcs11;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a library shows.
 *
 * @param tokens those that say who they are
 * @param silent what the slots answered whose token does not
 */
public record Slots(List<Slot> tokens, List<String> silent) {

  public Slots {
    tokens = List.copyOf(tokens);
    silent = List.copyOf(silent);
  }

  /** All of it, for a sentence. */
  String text() {
    return tokens.isEmpty() && silent.isEmpty()
        ? "no token at all"
        : Stream.concat(
                tokens.stream().map(Slot::text),
                silent.stream().map(answer -> "one that does not answer (" + answer + ")"))
            .collect(Collectors.joining(", "));
  }
}
