package io.keyferry.acceptance.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.acceptance.endtoend.Eventually;
import io.keyferry.acceptance.packaged.Run;
import io.keyferry.local.Layout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Debian in a container with a systemd of its own, on this machine's network. */
final class Container {

  /** An administrator's account, with {@code sudo} for everything and without a password. */
  static final String ADMINISTRATOR = "admin";

  private static final String HOST = "hsm-host";
  private static final Path HOME = Path.of("/home", ADMINISTRATOR);

  private final Path root;
  private final Process keeper;

  private Container(Path root, Process keeper) {
    this.root = root;
    this.keeper = keeper;
  }

  /** Boots what is in a folder. */
  static Container boot(Path root, Path log) throws Exception {
    Files.writeString(root.resolve("etc/hostname"), HOST + "\n");
    Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost " + HOST + "\n");
    Path script =
        Layout.ofSystemProperty().home().resolve("testbed/acceptance/src/test/sh/boot-container");
    Process keeper =
        new ProcessBuilder(
                // It ends with these tests, however they end.
                List.of(
                    "setpriv",
                    "--pdeathsig",
                    "KILL",
                    "unshare",
                    "--mount",
                    "sh",
                    script.toString(),
                    root.toString()))
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile())
            .start();
    Container booted = new Container(root, keeper);
    booted.awaitBooted();
    booted
        .root(
            """
            set -e
            useradd --create-home --shell /bin/bash %1$s
            echo '%1$s ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/%1$s
            """
                .formatted(ADMINISTRATOR))
        .well();
    return booted;
  }

  private void awaitBooted() throws Exception {
    Eventually.of(this::systemd, Optional::isPresent, "process 1 of the container");
    Eventually.of(
        () -> root("systemctl is-system-running --wait").output().strip(),
        state -> state.equals("running"),
        "the container's systemd");
  }

  /** The container's process 1, by its process id on this machine. */
  private Optional<ProcessHandle> systemd() throws IOException {
    if (!keeper.isAlive()) {
      throw new IOException("expected the container to run, found that it has ended");
    }
    return keeper.descendants().filter(Container::isFirst).findFirst();
  }

  private static boolean isFirst(ProcessHandle process) {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
          .anyMatch(line -> line.matches("NSpid:\\t\\d+\\t1"));
    } catch (IOException e) {
      return false; // The process has ended.
    }
  }

  /** Reboots as an administrator does, and waits until every service is up again. */
  void reboot() throws Exception {
    ProcessHandle before = systemd().orElseThrow();
    root("systemctl reboot").well();
    before.onExit().join();
    awaitBooted();
  }

  /** Runs a script as root. */
  Run root(String script) throws IOException, InterruptedException {
    return Run.of(Map.of(), entering(List.of("bash", "-c", script)));
  }

  /**
   * Runs one line as the administrator at a terminal, and types a text wherever the terminal asks
   * for it.
   */
  Run type(String line, Map<String, String> environment, String prompt, String answer)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("runuser", "-u", ADMINISTRATOR, "--", "env"));
    command.add("--chdir=" + HOME);
    command.add("HOME=" + HOME);
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(List.of("script", "--quiet", "--return", "--command", line, "/dev/null"));
    Process process = new ProcessBuilder(entering(command)).redirectErrorStream(true).start();
    StringBuilder shown = new StringBuilder();
    try (BufferedReader terminal = process.inputReader();
        Writer keyboard = process.outputWriter()) {
      int answered = 0;
      int character = terminal.read();
      while (character >= 0) {
        shown.append((char) character);
        if (shown.indexOf(prompt, answered) >= 0) {
          answered = shown.length();
          keyboard.write(answer + "\n");
          keyboard.flush();
        }
        character = terminal.read();
      }
    }
    return new Run(process.waitFor(), shown.toString().replace("\r", ""));
  }

  private List<String> entering(List<String> command) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--all",
                "--target=" + systemd().orElseThrow().pid(),
                "env",
                "-i",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "LANG=C.UTF-8",
                "TERM=dumb"));
    words.addAll(command);
    return words;
  }

  /** Writes a file that everybody can read. */
  void write(String path, String content) throws IOException {
    Path file = inside(path);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, content);
  }

  /** A file of the container as this machine sees it; not below {@code /var/lib/keyferry}. */
  Path inside(String path) {
    return root.resolve(Path.of("/").relativize(Path.of(path)));
  }

  /** The administrator's folder. */
  static String home(String name) {
    return HOME.resolve(name).toString();
  }

  void shutDown() throws Exception {
    if (systemd().isPresent()) {
      root("systemctl poweroff");
    }
    assertThat(keeper.waitFor()).isZero();
  }
}
