package io.keyferry.acceptance.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package as a file, unpacked but not installed. {@link InstallIT} installs it, as root. */
class PackageIT {

  @TempDir private static Path folder;
  private static AgentPackage built;
  private static Path root;

  @BeforeAll
  static void build() throws Exception {
    built = AgentPackage.build(folder.resolve("one"), "022", Map.of());
    root = built.extract(folder.resolve("root"));
  }

  @Test
  void isReproducible() throws Exception {
    AgentPackage again =
        AgentPackage.build(
            folder.resolve("another-folder"),
            "077",
            Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C.UTF-8", "XZ_DEFAULTS", "-9"));

    assertThat(Files.mismatch(built.file(), again.file())).isEqualTo(-1);
  }

  @Test
  void hasFilesThatOnlyRootOwnsAndCanWrite() throws Exception {
    String listed = Run.of("dpkg-deb", "-c", built.file().toString()).well();

    assertThat(listed.lines()).allMatch(line -> line.contains(" root/root "));
    assertThat(listed.lines().filter(line -> !line.startsWith("l")))
        .allMatch(line -> line.matches("[-d]rw[-x]r-[-x]r-[-x] .*"));
    assertThat(Run.of("dpkg-deb", "-I", built.file().toString(), "conffiles").well().strip())
        .isEqualTo("/etc/keyferry/agent.yml");
  }

  @Test
  void bringsTheRuntimeThatTheAgentNeeds() throws Exception {
    String agent = root.resolve("usr/bin/keyferry-agent").toString();

    assertThat(Run.of(agent, "--version").well()).startsWith("keyferry-agent ");
    assertThat(Run.of(agent, "run", "--config", "/nowhere/agent.yml"))
        .extracting(Run::status)
        .isEqualTo(2);
    assertThat(
            Run.of(
                    root.resolve("usr/lib/keyferry-agent/runtime/bin/java").toString(),
                    "--list-modules")
                .well())
        .contains("jdk.crypto.cryptoki")
        .doesNotContain("java.desktop");
  }

  @Test
  void ignoresTheOptionsOfOtherJavaProgramsInTheEnvironment() throws Exception {
    String agent = root.resolve("usr/bin/keyferry-agent").toString();
    Map<String, String> hostile =
        Map.of(
            "JAVA_TOOL_OPTIONS", "-Dsecret=1",
            "JDK_JAVA_OPTIONS", "-Dsecret=2",
            "_JAVA_OPTIONS", "-Dsecret=3");

    assertThat(Run.of(hostile, List.of(agent, "--version")).well())
        .startsWith("keyferry-agent ")
        .doesNotContain("secret");
  }

  @Test
  void hasUnitsThatSystemdAcceptsWithoutWarnings() throws Exception {
    for (Path unit : new ServiceUnit(root).verifiable(folder)) {
      Run verified = Run.of("systemd-analyze", "verify", "--man=no", unit.toString());

      assertThat(verified).isEqualTo(new Run(0, ""));
    }
  }

  @Test
  void hasUnitsWithALowExposureLevel() throws Exception {
    for (Path unit : new ServiceUnit(root).verifiable(folder)) {

      // The threshold is ten times the exposure.
      String report =
          Run.of(
                  "systemd-analyze",
                  "security",
                  "--no-pager",
                  "--offline=yes",
                  "--threshold=15",
                  unit.toString())
              .well();

      assertThat(report).contains("Overall exposure level for " + unit.getFileName() + ": 1.");
    }
  }

  @Test
  void describesEveryCommandInItsManualPage() throws Exception {
    Path page = root.resolve("usr/share/man/man8/keyferry-agent.8.gz");
    String text = Run.of("gzip", "-dc", page.toString()).well();

    for (String command : commands("")) {
      for (String name : commands(command).isEmpty() ? List.of("") : commands(command)) {
        assertThat(text).contains("\n.B " + (command + " " + name).strip() + "\n");
      }
    }
    assertThat(commands("")).contains("run", "enrol", "audit");
  }

  /** The names under "Commands:" in a command's help. */
  private static List<String> commands(String command) throws Exception {
    List<String> words = new ArrayList<>(List.of(root + "/usr/bin/keyferry-agent"));
    if (!command.isEmpty()) {
      words.add(command);
    }
    words.add("--help");
    String help = Run.of(Map.of(), words).well();
    int begin = help.indexOf("Commands:");
    List<String> names = new ArrayList<>();
    Matcher line =
        Pattern.compile("^  ([a-z]+) ", Pattern.MULTILINE)
            .matcher(begin < 0 ? "" : help.substring(begin));
    while (line.find()) {
      names.add(line.group(1));
    }
    return names;
  }

  @Test
  void completesCommandsInBash() throws Exception {
    Path completion = root.resolve("usr/share/bash-completion/completions/keyferry-agent");
    String script =
        ". %s; COMP_WORDS=(keyferry-agent r); COMP_CWORD=1; _complete_keyferry-agent; echo ${COMPREPLY[@]}"
            .formatted(completion);

    assertThat(Run.of("bash", "-c", script).well()).isEqualTo("run record\n");
  }
}
