package io.keyferry.local.run;

import io.keyferry.local.Layout;
import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.gate.CallLog;
import io.keyferry.local.localstack.LocalStackSource;
import io.keyferry.local.process.ChildProcess;
import io.keyferry.local.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The local cloud in a process of its own: our own main again, with the argument {@code cloud}. */
final class CloudProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String MAIN = "io.keyferry.local.cli.LocalMain";

  private final ChildProcess process;
  private final Path addressFile;
  private final Path log;

  private CloudProcess(ChildProcess process, Path addressFile, Path log) {
    this.process = process;
    this.addressFile = addressFile;
    this.log = log;
  }

  static CloudProcess start(RunSettings settings, Path agentKey) throws IOException {
    Path folder = settings.folder();
    Path addressFile = folder.resolve("cloud.json");
    // The calls of a test are recorded under its name, whichever process judges them.
    Stream<String> recording =
        Stream.of(CallLog.FOLDER, CallLog.TEST)
            .filter(name -> System.getProperty(name) != null)
            .map(name -> "-D" + name + "=" + System.getProperty(name));
    JavaCommand command =
        new JavaCommand(
            Stream.of(
                    JavaCommand.SHORT_RUN.stream(),
                    recording,
                    Stream.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-D" + Layout.PROPERTY + "=" + settings.layout().home()))
                .flatMap(words -> words)
                .toList(),
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList(),
            MAIN,
            arguments(settings, agentKey, addressFile));
    Path log = folder.resolve("cloud.log");
    ChildProcess process =
        ChildProcess.start(
            command.words(),
            settings.localStack().map(LocalStackSource::environment).orElse(Map.of()),
            folder,
            log);
    return new CloudProcess(process, addressFile, log);
  }

  private static List<String> arguments(RunSettings settings, Path agentKey, Path addressFile) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "cloud",
                "--folder",
                settings.folder().toString(),
                "--agent-key",
                agentKey.toString(),
                "--address",
                addressFile.toString(),
                "--key-pairs-ahead",
                Integer.toString(settings.keyPairs().ahead()),
                "--key-pairs-first",
                Integer.toString(settings.keyPairs().first())));
    words.addAll(settings.kms().arguments());
    settings
        .localStack()
        .ifPresent(source -> words.addAll(List.of("--localstack", source.toString())));
    return words;
  }

  /**
   * Waits until every part is ready.
   *
   * @throws IOException if the process ends or takes too long
   */
  CloudAddress awaitReady() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(addressFile)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            "the local cloud %s; its log is %s"
                .formatted(process.isAlive() ? "did not become ready" : "ended", log));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return CloudAddress.read(addressFile);
  }

  @Override
  public void close() {
    process.close();
  }
}
