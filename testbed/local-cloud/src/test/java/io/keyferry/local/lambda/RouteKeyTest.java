package io.keyferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.value.InvalidValueException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteKeyTest {

  private static final RouteKey ONE_IMPORT = RouteKey.parse("GET /imports/{id}");

  @Test
  void takesParametersOutOfThePath() {
    assertThat(ONE_IMPORT.match("GET", "/imports/i-1")).isEqualTo(Optional.of(Map.of("id", "i-1")));
    assertThat(RouteKey.parse("POST /imports").match("POST", "/imports"))
        .isEqualTo(Optional.of(Map.of()));
  }

  @Test
  void leavesOtherRequestsAlone() {
    assertThat(ONE_IMPORT.match("POST", "/imports/i-1")).isEmpty();
    assertThat(ONE_IMPORT.match("GET", "/imports")).isEmpty();
    assertThat(ONE_IMPORT.match("GET", "/imports/")).isEmpty();
    assertThat(ONE_IMPORT.match("GET", "/imports/i-1/more")).isEmpty();
    assertThat(ONE_IMPORT.match("GET", "/exports/i-1")).isEmpty();
  }

  @Test
  void refusesWhatIsNoRouteKey() {
    assertThatThrownBy(() -> RouteKey.parse("/imports")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> RouteKey.parse("GET imports"))
        .isInstanceOf(InvalidValueException.class);
  }
}
