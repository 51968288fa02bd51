package io.keyferry.acceptance.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.local.localstack.LocalStack;
import io.keyferry.local.localstack.LocalStackSource;
import io.keyferry.model.value.InvalidValueException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStackSourceTest {

  @Test
  void readsItsTextFormAndTheLaunchersValues() {
    List<LocalStackSource> sources =
        List.of(
            new LocalStackSource.Running(URI.create("http://127.0.0.1:4566")),
            new LocalStackSource.InPython(Path.of("/opt/python/bin/python3.13")),
            new LocalStackSource.InDocker());

    assertThat(sources)
        .allSatisfy(
            source -> assertThat(LocalStackSource.parse(source.toString())).isEqualTo(source));
    assertThat(LocalStackSource.parse("http://localhost:4566/"))
        .isEqualTo(new LocalStackSource.Running(URI.create("http://localhost:4566")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "python3.13", "localhost:4566", "ftp://localhost", "http://localhost:4566/x"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> LocalStackSource.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("LocalStack");
  }

  @Test
  void dockersCommandGetsItsPathAndNoCredentials() {
    assertThat(new LocalStackSource.InDocker().environment())
        .containsEntry("PATH", System.getenv("PATH"))
        .allSatisfy(
            (name, value) -> assertThat(name).matches("PATH|HOME|XDG_RUNTIME_DIR|DOCKER_.*"));
    assertThat(new LocalStackSource.InPython(Path.of("/python")).environment()).isEmpty();
  }

  @Test
  void freshAccountsHaveTwelveDigits() {
    assertThat(LocalStack.freshAccount()).matches("[1-9][0-9]{11}");
  }
}
