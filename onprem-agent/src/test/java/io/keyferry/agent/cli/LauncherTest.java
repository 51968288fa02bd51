package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package's launcher script, with this JDK in place of the package's runtime. */
class LauncherTest {

  private static final Path PACKAGE = Path.of("src/main/package/root/usr");

  @TempDir private Path root;
  private Path launcher;

  @BeforeEach
  void install() throws Exception {
    Path bin = Files.createDirectories(root.resolve("usr/bin"));
    Path lib = Files.createDirectories(root.resolve("usr/lib/keyferry-agent/runtime/bin"));
    launcher = Files.copy(PACKAGE.resolve("bin/keyferry-agent"), bin.resolve("keyferry-agent"));
    Files.copy(
        PACKAGE.resolve("lib/keyferry-agent/jvm.options"),
        root.resolve("usr/lib/keyferry-agent/jvm.options"));
    // Shows the settings that the JVM would have, and the environment of the process.
    Path java = lib.resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        env
        exec %s/bin/java "$1" "$2" -XshowSettings:properties -version 2>&1
        """
            .formatted(System.getProperty("java.home")));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> run(Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", launcher.toString(), "doctor");
    builder.redirectErrorStream(true).environment().putAll(environment);
    Process process = builder.start();
    List<String> lines;
    try (Stream<String> output = process.inputReader().lines()) {
      lines = output.map(String::strip).toList();
    }
    assertThat(process.waitFor()).as(lines.toString()).isZero();
    return lines;
  }

  @Test
  void theProxyOfTheEnvironmentReachesTheAgentAndForeignOptionsDoNot() throws Exception {
    assertThat(
            run(
                Map.of(
                    "HTTPS_PROXY", "http://proxy:3128",
                    "NO_PROXY", "localhost",
                    "JAVA_TOOL_OPTIONS", "-Dforeign=1")))
        .contains("HTTPS_PROXY=http://proxy:3128", "NO_PROXY=localhost")
        .doesNotContain("foreign = 1");
  }

  @Test
  void theOptionsOfTheAdministratorReachTheJvm() throws Exception {
    assertThat(run(Map.of())).noneMatch(line -> line.startsWith("https.proxyHost"));
    Files.createDirectories(root.resolve("etc/keyferry"));
    Files.writeString(
        root.resolve("etc/keyferry/jvm.options"),
        """
        # TLS is opened by a proxy here.
        -Dhttps.proxyHost=proxy.example.com
        -Djavax.net.ssl.trustStore=/etc/ssl/certs/java/cacerts
        """);
    assertThat(run(Map.of()))
        .contains(
            "https.proxyHost = proxy.example.com",
            "javax.net.ssl.trustStore = /etc/ssl/certs/java/cacerts");
  }
}
