package io.keyferry.model.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program reports what Maven wrote beside its classes. */
class SoftwareTest {

  /** The one class of a program. */
  static final class Program {}

  @ParameterizedTest
  @CsvSource({"false, 0123456789ab", "true, 0123456789ab-dirty"})
  void readsVersionAndCommitAndWhetherTheSourcesDiffered(String dirty, String build)
      throws Exception {
    Class<?> program = program("version=1.2.3\ncommit=0123456789ab\ndirty=%s\n".formatted(dirty));
    assertThat(Software.builtBeside(program)).isEqualTo(new Software("1.2.3", build));
  }

  @ParameterizedTest
  @CsvSource({"version, '[commit, dirty]'", "commit, '[version, dirty]'"})
  void namesAPropertyThatIsMissing(String missing, String found) throws Exception {
    Class<?> program =
        program("version=1\ncommit=2\ndirty=false\n".replaceFirst(missing + "=.\n", ""));
    assertThatIllegalStateException()
        .isThrownBy(() -> Software.builtBeside(program))
        .withMessageStartingWith("expected build.properties with " + missing + ", found [")
        .withMessageContainingAll(found.substring(1, found.length() - 1).split(", "));
  }

  @Test
  void saysThatMavenHasNotBuiltAProgramWithoutTheFile() throws Exception {
    Class<?> program = new Jar(Optional.empty()).program();
    assertThatIllegalStateException()
        .isThrownBy(() -> Software.builtBeside(program))
        .withMessage(
            "expected build.properties beside %s, found none: build with Maven",
            Program.class.getName());
  }

  private static Class<?> program(String properties) throws IOException {
    return new Jar(Optional.of(properties)).program();
  }

  /** A jar with the program, with or without the file. */
  private static final class Jar extends ClassLoader {

    private final Optional<String> properties;

    Jar(Optional<String> properties) {
      super(SoftwareTest.class.getClassLoader());
      this.properties = properties;
    }

    Class<?> program() throws IOException {
      String file = Program.class.getName().replace('.', '/') + ".class";
      try (InputStream in = Objects.requireNonNull(getParent().getResourceAsStream(file))) {
        byte[] bytes = in.readAllBytes();
        return defineClass(Program.class.getName(), bytes, 0, bytes.length);
      }
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      return properties
          .filter(_ -> name.equals("io/keyferry/model/value/build.properties"))
          .map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
          .orElse(null);
    }
  }
}
