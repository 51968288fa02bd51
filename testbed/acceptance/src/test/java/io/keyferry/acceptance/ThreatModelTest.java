package io.keyferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that docs/threat-model.md names exists. */
class ThreatModelTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern TEST = Pattern.compile(".*/src/test/java/.*(Test|IT)\\.java");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?`");

  @Test
  void everyTestThatItNamesExists() throws IOException {
    Map<String, String> sources = testSources();
    List<MatchResult> named =
        NAMED.matcher(Files.readString(ROOT.resolve("docs/threat-model.md"))).results().toList();

    assertThat(named).hasSizeGreaterThan(50);
    for (MatchResult test : named) {
      assertThat(sources).containsKey(test.group(1));
      if (test.group(2) != null) {
        assertThat(sources.get(test.group(1)))
            .as(test.group(1))
            .contains("void " + test.group(2) + "(");
      }
    }
  }

  /** Keyed by class name: two modules can have a class of the same name. */
  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(file -> TEST.matcher(file.toString()).matches()).toList()) {
        String name = String.valueOf(file.getFileName()).replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
    return sources;
  }
}
