package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.config.ConfigReader;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.WrongUserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as {@code agent.yml}, and any bytes after a valid configuration. */
class ConfigFuzzTest {

  @TempDir private static Path directory;
  private static String whole = "";

  @BeforeAll
  static void prepare() throws IOException {
    whole = ConfigFile.min(directory);
  }

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void readsAConfigurationOrNamesItsFaults(byte[] bytes) throws IOException {
    read(bytes);
    read((whole + new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
  }

  private static void read(byte[] yaml) throws IOException {
    Path file = Files.write(directory.resolve("agent.yml"), yaml);
    try {
      AgentConfig config = ConfigReader.read(file);
      assertThat(ConfigReader.readHsm(file).token()).isEqualTo(config.token());
    } catch (ConfigurationException | WrongUserException e) {
      assertThat(e).hasMessageContaining("expected ");
    }
  }

  static Stream<Arguments> readsAConfigurationOrNamesItsFaults() throws IOException {
    return Stream.of(
            "",
            whole,
            "agent:\n  port: 8080\n  concurrency: 16\n",
            "  keys: [arn:aws:kms:eu-west-1:123456789012:key/*]\n",
            "a: &a [*a]\n",
            "agent: {key-label: \"\\0\", port: +1, poll-wait-seconds: \u0661}\n",
            "token: {library: \"/\\0\"}\n",
            "? {a: b}\n: c\n",
            "--- !!java.net.URL [x]\n")
        .map(seed -> arguments((Object) seed.getBytes(StandardCharsets.UTF_8)));
  }
}
