package io.keyferry.local.agent;

import io.keyferry.local.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** A running agent. */
public final class AgentProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  private final ChildProcess process;
  private final Path log;
  private final Pattern ready;
  private final long startedAt;

  private AgentProcess(ChildProcess process, Path log, long startedAt) {
    this.process = process;
    this.log = log;
    this.ready = Pattern.compile(" ready: health on \\S+, pid " + process.pid() + "$");
    this.startedAt = startedAt;
  }

  /** The name of the log file. */
  public static final String LOG = "agent.log";

  /** Starts {@code keyferry-agent run} without waiting for it; its log goes into the folder. */
  public static AgentProcess start(AgentCommand command, Path configuration, Path folder)
      throws IOException {
    long now = System.nanoTime();
    Path log = folder.resolve(LOG);
    ChildProcess process =
        ChildProcess.start(
            command.words(List.of("run", "--config", configuration.toString())),
            command.environment(),
            folder,
            log);
    return new AgentProcess(process, log, now);
  }

  /**
   * Waits until its log first reports that it is healthy.
   *
   * @return the time since the process was started
   * @throws IOException if the agent ends or stays unhealthy
   */
  public Duration awaitHealthy() throws IOException {
    long deadline = startedAt + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      // Earlier agents wrote to the same log.
      if (Files.readAllLines(log).stream().anyMatch(line -> ready.matcher(line).find())) {
        return Duration.ofNanos(System.nanoTime() - startedAt);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new IOException(
        "the agent %s; its log is %s"
            .formatted(process.isAlive() ? "did not become healthy" : "ended", log));
  }

  public Path log() {
    return log;
  }

  /** The resident memory in bytes, as the kernel reports it. */
  public long residentBytes() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("no VmRSS for process " + process.pid());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until the process has ended by itself. */
  public void awaitEnd() throws Exception {
    int _ = exitStatus();
  }

  /** Waits until the process has ended by itself, and returns its exit status. */
  public int exitStatus() throws Exception {
    return process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Sends SIGKILL. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  /** Sends SIGTERM, and SIGKILL if that does not help. */
  @Override
  public void close() {
    process.close();
  }
}
