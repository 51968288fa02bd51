package io.keyferry.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A child process with a log file. It ends with {@link #close}, and also when our own JVM ends
 * normally or by SIGTERM or SIGINT.
 */
public final class ChildProcess implements AutoCloseable {

  /** How long a child may take to end after SIGTERM; then it gets SIGKILL. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Set<ChildProcess> LIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::closeAll, "end-children"));
  }

  private static volatile boolean ending;

  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a program.
   *
   * @param environment the complete environment: nothing is inherited, so that no real AWS
   *     credentials of the user reach a local emulator
   * @param folder the program's working folder; created if it does not exist
   * @param log standard output and standard error are appended here
   * @throws IOException if the program cannot be started or the log file cannot be written
   */
  public static ChildProcess start(
      List<String> command, Map<String, String> environment, Path folder, Path log)
      throws IOException {
    Files.createDirectories(folder);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    ChildProcess child = new ChildProcess(builder.start());
    child.process.getOutputStream().close();
    LIVE.add(child);
    return child;
  }

  /** Whether our JVM and all children are ending: failures are expected from then on. */
  public static boolean isEnding() {
    return ending;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit status; after a signal, 128 plus its number. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Sends SIGKILL and waits for the end. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    LIVE.remove(this);
  }

  /** Sends SIGTERM, then SIGKILL to a process that does not end. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    LIVE.remove(this);
  }

  private static void closeAll() {
    ending = true;
    LIVE.forEach(child -> child.process.destroy());
    LIVE.forEach(ChildProcess::close);
  }
}
