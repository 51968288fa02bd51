package io.keyferry.cloud.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.input.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tag keys a deployment lets requests use. */
class RequestLimitsTest {

  @Test
  void aTagKeyIsAllowedByItsNameOrByItsBeginning() {
    assertThat(violations(List.of("origin", "team:*"), "origin", "team:", "team:payments"))
        .isEmpty();
  }

  @Test
  void anotherIsRefusedAndTheSettingIsNamed() {
    assertThat(violations(List.of("origin", "team:*"), "origin2", "Origin", "tea"))
        .extracting(Violation::toString)
        .containsExactly(
            "newKey.tags.origin2: expected a tag key that the setting tagKeys of this deployment allows: origin, team:*, found 'origin2'",
            "newKey.tags.Origin: expected a tag key that the setting tagKeys of this deployment allows: origin, team:*, found 'Origin'",
            "newKey.tags.tea: expected a tag key that the setting tagKeys of this deployment allows: origin, team:*, found 'tea'");
  }

  @Test
  void withoutTheSettingThereIsNone() {
    assertThat(violations(List.of(), "origin"))
        .singleElement()
        .satisfies(violation -> assertThat(violation.expected()).endsWith("allows: none"));
  }

  private static List<Violation> violations(List<String> allowed, String... keys) {
    return new RequestLimits(WrappingLimits.NONE, allowed, false).tagViolations(List.of(keys));
  }
}
