package io.keyferry.agent.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoadedLibrariesTest {

  @TempDir private Path folder;

  @Test
  void spellingsOfAPathDifferButNameTheSameFile() throws Exception {
    Path library = Files.createFile(folder.resolve("cryptoki.so"));
    Set<String> seen = new HashSet<>();
    for (int number = 0; number < 5_000; number++) {
      assertThat(seen.add(LoadedLibraries.spelling(library, number))).as("" + number).isTrue();
    }
    seen.add(LoadedLibraries.spelling(library, Integer.MAX_VALUE));
    seen.add(LoadedLibraries.spelling(library, -1));
    assertThat(seen)
        .hasSize(5_002)
        .allSatisfy(spelling -> {
          assertThat(Files.isSameFile(Path.of(spelling), library)).isTrue();
          assertThat(spelling.length()).isLessThan(library.toString().length() + 100);
        });
  }
}
