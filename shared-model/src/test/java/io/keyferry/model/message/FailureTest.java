package io.keyferry.model.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.value.InvalidValueException;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void aReasonIsCutWhereItWouldBeTooLongAndNotBefore() {
    assertThat(Failure.of(FailureCode.POLICY, "x".repeat(1000)).reason())
        .isEqualTo("x".repeat(1000));
    assertThat(Failure.of(FailureCode.POLICY, "x".repeat(1001)).reason())
        .isEqualTo("x".repeat(999) + "…");
  }

  @Test
  void aReasonThatCameTooLongIsRefused() {
    assertThatThrownBy(() -> new Failure(FailureCode.POLICY, "x".repeat(1001)))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aMessageShows120CharactersOfWhatWasFound() {
    assertThat(InvalidValueException.of("a name", "x".repeat(120)))
        .hasMessage("expected a name, found '%s'", "x".repeat(120));
    assertThat(InvalidValueException.of("a name", "x".repeat(121)))
        .hasMessage("expected a name, found '%s…'", "x".repeat(120));
  }
}
