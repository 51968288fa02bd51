package io.keyferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.value.InvalidValueException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteKeyTest {

  private static final RouteKey ONE_OPERATION = RouteKey.parse("GET /operations/{id}");

  @Test
  void extractsParametersFromThePath() {
    assertThat(ONE_OPERATION.match("GET", "/operations/i-1"))
        .isEqualTo(Optional.of(Map.of("id", "i-1")));
    assertThat(RouteKey.parse("POST /operations").match("POST", "/operations"))
        .isEqualTo(Optional.of(Map.of()));
  }

  @Test
  void doesNotMatchOtherRequests() {
    assertThat(ONE_OPERATION.match("POST", "/operations/i-1")).isEmpty();
    assertThat(ONE_OPERATION.match("GET", "/operations")).isEmpty();
    assertThat(ONE_OPERATION.match("GET", "/operations/")).isEmpty();
    assertThat(ONE_OPERATION.match("GET", "/operations/i-1/more")).isEmpty();
    assertThat(ONE_OPERATION.match("GET", "/exports/i-1")).isEmpty();
  }

  @Test
  void refusesAMalformedRouteKey() {
    assertThatThrownBy(() -> RouteKey.parse("/operations"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> RouteKey.parse("GET imports"))
        .isInstanceOf(InvalidValueException.class);
  }
}
