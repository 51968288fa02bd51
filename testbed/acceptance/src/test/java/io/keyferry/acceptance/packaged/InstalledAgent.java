package io.keyferry.acceptance.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The package installed on this machine. Everything it leaves is removed at the end. */
final class InstalledAgent {

  static final String USER = "keyferry";
  static final Path STATE = Path.of("/var/lib/keyferry");
  static final Path SETTINGS = Path.of("/etc/keyferry");
  static final Path CONFIGURATION = SETTINGS.resolve("agent.yml");
  static final Path CREDENTIALS = Path.of("/run/keyferry-test-credentials");

  private final Map<String, String> environment = new TreeMap<>();

  /** Whether this machine has an installation that a test must not touch. */
  static boolean isOnThisMachine() throws IOException, InterruptedException {
    return Run.of("dpkg-query", "-W", AgentPackage.NAME).status() == 0
        || Files.exists(STATE)
        || Files.exists(SETTINGS);
  }

  void install(AgentPackage file) throws IOException, InterruptedException {
    Run.of(
            Map.of("DEBIAN_FRONTEND", "noninteractive"),
            List.of("dpkg", "-i", file.file().toString()))
        .well();
  }

  void remove() throws IOException, InterruptedException {
    Run.of("dpkg", "--remove", AgentPackage.NAME).well();
  }

  void purge() throws IOException, InterruptedException {
    Run.of("dpkg", "--purge", AgentPackage.NAME).well();
  }

  /** Extra variables of the service's user. */
  void putEnvironment(Map<String, String> variables) {
    environment.putAll(variables);
  }

  /** Gives a file, or a folder with its content, to the service's user alone. */
  static void giveToService(Path path) throws IOException, InterruptedException {
    Run.of("chown", "-R", USER + ":" + USER, path.toString()).well();
    Run.of("chmod", "-R", "u=rwX,go=", path.toString()).well();
  }

  /** Runs a command as the service's user, with none of the rights that systemd would remove. */
  List<String> asService(Map<String, String> more, List<String> command) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all",
                "--no-new-privs",
                "env",
                "-i",
                "--chdir=" + STATE,
                "PATH=/usr/bin:/bin",
                "HOME=" + STATE));
    environment.forEach((name, value) -> words.add(name + "=" + value));
    more.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(command);
    return words;
  }

  /** Runs the agent's command line as the service's user, with the PIN as systemd passes it. */
  Run agent(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/keyferry-agent"));
    command.addAll(List.of(arguments));
    return Run.of(
        Map.of(), asService(Map.of("CREDENTIALS_DIRECTORY", CREDENTIALS.toString()), command));
  }

  /** Every path on this machine that carries the agent's name. */
  static List<String> traces() throws IOException, InterruptedException {
    // find fails on files that vanish while it runs, but lists all others.
    String found =
        Run.of(
                "find",
                "/etc",
                "/usr",
                "/var/lib",
                "/var/cache",
                "/run",
                "-xdev",
                "-name",
                "*keyferry*")
            .output();
    return found
        .lines()
        .filter(line -> line.startsWith("/") && !line.startsWith(CREDENTIALS.toString()))
        // man keeps pages that it has shown.
        .filter(line -> !line.startsWith("/var/cache/man/"))
        .toList();
  }

  /** Removes the package and everything that it left. */
  void cleanUp() throws IOException, InterruptedException {
    Run.of("dpkg", "--purge", AgentPackage.NAME);
    Run.of("rm", "-rf", STATE.toString(), CREDENTIALS.toString());
  }
}
