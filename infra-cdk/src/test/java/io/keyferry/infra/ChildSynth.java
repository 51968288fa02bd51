package io.keyferry.infra;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The app in a process of its own, in a folder with the settings' example and a file in place of
 * the jar.
 */
final class ChildSynth {

  private final Path folder;

  ChildSynth(Path home) throws IOException {
    this.folder = Files.createDirectories(home.resolve("infra-cdk"));
    Path jar = home.resolve("cloud-lambda/target/keyferry-lambda.jar");
    Files.createDirectories(jar.resolveSibling(""));
    Files.writeString(jar, "in place of the functions");
    Files.copy(Path.of(SettingsSource.EXAMPLE), folder.resolve(SettingsSource.EXAMPLE));
  }

  record Run(int status, String said) {}

  /**
   * @param before a command that runs another, such as {@code unshare}
   */
  Run run(List<String> before, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
            "-cp",
            System.getProperty("java.class.path"),
            InfraApp.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    // CDK's own validation of the template takes longer than everything else; the other tests run
    // it.
    builder.environment().put("CDK_VALIDATION", "false");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), said);
  }

  /** Every file in that folder with its content. */
  SortedMap<String, String> files(String output) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    Path root = folder.resolve(output);
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
