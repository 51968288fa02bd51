package io.keyferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.value.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionTest {

  private final Function function =
      new Function("echo", "Handler", List.of(), Map.of(), Duration.ofSeconds(1), 128, List.of());

  @Test
  void hasItsLatestVersionAndItsAliases() {
    Function named = function.withAliases(Set.of("api"));

    assertThat(named.has(Qualifier.NONE)).isTrue();
    assertThat(named.has(Qualifier.of("$LATEST"))).isTrue();
    assertThat(named.has(Qualifier.of("api"))).isTrue();
    assertThat(named.has(Qualifier.of("live"))).isFalse();
    assertThat(named.has(Qualifier.of("1"))).isFalse();
    assertThat(function.has(Qualifier.of("api"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "42", "a.b", "$LATEST", "a b"})
  void anAliasIsANameAndNoVersion(String alias) {
    assertThatThrownBy(() -> function.withAliases(Set.of(alias)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("expected a function's alias");
  }

  @Test
  void theArnEndsWithTheQualifierAndHasThePartitionOfTheRegion() {
    assertThat(new FunctionArn("eu-west-1", "111122223333", "echo", Qualifier.of("api")))
        .hasToString("arn:aws:lambda:eu-west-1:111122223333:function:echo:api");
    assertThat(new FunctionArn("us-gov-west-1", "111122223333", "echo", Qualifier.NONE))
        .hasToString("arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:echo");
  }
}
