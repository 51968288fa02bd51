package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.config.ConfigReader;
import io.keyferry.agent.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example configuration files of the package. */
class ExampleSettingsTest {

  private static final Path PACKAGE = Path.of("src/main/package/root");

  private static final Path INSTALLED = PACKAGE.resolve("etc/keyferry/agent.yml");

  @TempDir private Path folder;

  static List<Path> examples() throws IOException {
    try (Stream<Path> files =
        Files.list(PACKAGE.resolve("usr/share/doc/keyferry-agent/examples"))) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void areValidWhereTheirLibraryIsInstalled(Path example) throws Exception {
    Path library = Files.createFile(folder.resolve("library.so"));
    String text =
        Files.readString(example).replaceFirst("(?m)^  library: .*$", "  library: " + library);
    Path file = folder.resolve("agent.yml");
    Files.writeString(file, text + "audit: {directory: .}\n");

    assertThat(ConfigReader.readHsm(file).token().settings().label()).startsWith("keyferry");
  }

  @Test
  void coverCommonInstallations() throws Exception {
    assertThat(examples().stream().map(file -> file.getFileName().toString()))
        .containsExactly(
            "luna-cloud-hsm.yml", "luna-ha.yml", "luna.yml", "nss.yml", "softhsm2.yml");
  }

  @Test
  void installedConfigurationDoesNotRunWithoutTheStack() {
    assertThatThrownBy(() -> ConfigReader.read(INSTALLED))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("cloud: expected a section", "policy: expected a section");
  }

  @Test
  void installedConfigurationIsEnoughToEnrol() throws Exception {
    Path library = Files.createFile(folder.resolve("library.so"));
    Files.writeString(
        folder.resolve("agent.yml"),
        Files.readString(INSTALLED)
            .replaceFirst("(?m)^  library: .*$", "  library: " + library)
            .replaceAll("/var/lib/keyferry/(audit|ledger)", folder.toString()));

    assertThat(ConfigReader.readHsm(folder.resolve("agent.yml")).token().settings().label())
        .isEqualTo("CHANGE-ME");
  }
}
