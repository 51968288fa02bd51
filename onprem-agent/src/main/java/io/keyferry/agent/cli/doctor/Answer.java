package io.keyferry.agent.cli.doctor;

import java.util.Optional;

/** What one check found and others need. */
final class Answer<T> {

  private final String without;
  private Optional<T> value = Optional.empty();

  /**
   * @param without why nothing can be done without it
   */
  Answer(String without) {
    this.without = without;
  }

  void is(T found) {
    value = Optional.of(found);
  }

  T get() throws PrerequisiteMissing {
    return value.orElseThrow(() -> new PrerequisiteMissing(without));
  }

  Optional<T> ifKnown() {
    return value;
  }
}
