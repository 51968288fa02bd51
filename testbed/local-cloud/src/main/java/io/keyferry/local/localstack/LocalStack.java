package io.keyferry.local.localstack;

import io.keyferry.local.process.ChildProcess;
import io.keyferry.local.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A LocalStack that is ready: all its services at one endpoint, everything in memory. What is asked
 * of which service is its users' business.
 */
public final class LocalStack implements AutoCloseable {

  /** The name of the log file. */
  public static final String LOG = "localstack.log";

  /** Python compiles it at the first start; Docker may have to fetch the image. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final URI endpoint;
  private final String version;
  private final Runnable stop;

  private LocalStack(URI endpoint, String version, Runnable stop) {
    this.endpoint = endpoint;
    this.version = version;
    this.stop = stop;
  }

  /**
   * Starts one and waits until it answers, or finds the one that runs.
   *
   * @param folder for the files and the log file {@value #LOG} of one that is started
   * @throws IOException if there is none in the end
   */
  public static LocalStack open(LocalStackSource source, Path folder)
      throws IOException, InterruptedException {
    return switch (source) {
      case LocalStackSource.Running(URI running) ->
          new LocalStack(running, LocalStackHealth.version(running), () -> {});
      case LocalStackSource.InPython(Path python) -> {
        int port = FreePort.find();
        // It would take seconds to stop in order, and nothing in it is worth them.
        yield start(
            LocalStackCommand.inPython(python, port, folder), port, folder, LocalStack::kill);
      }
      case LocalStackSource.InDocker docker -> {
        int port = FreePort.find();
        // The docker command hands the signal on; killed, it would leave the container running.
        yield start(
            LocalStackCommand.inDocker(port, docker.environment()),
            port,
            folder,
            ChildProcess::close);
      }
    };
  }

  private static LocalStack start(
      LocalStackCommand command, int port, Path folder, Consumer<ChildProcess> stop)
      throws IOException, InterruptedException {
    Path log = Files.createDirectories(folder).resolve(LOG);
    ChildProcess process = ChildProcess.start(command.words(), command.environment(), folder, log);
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    try {
      String version = LocalStackHealth.await(endpoint, PATIENCE, process::isAlive);
      return new LocalStack(endpoint, version, () -> stop.accept(process));
    } catch (IOException e) {
      stop.accept(process);
      throw new IOException(e.getMessage() + "; its log is " + log, e);
    } catch (InterruptedException e) {
      stop.accept(process);
      throw e;
    }
  }

  private static void kill(ChildProcess process) {
    try {
      process.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The number of an account that nobody has used. LocalStack takes an access key id of twelve
   * digits for the account and keeps accounts apart, so that runs which share one do not meet.
   */
  public static String freshAccount() {
    return Long.toString(new SecureRandom().nextLong(100_000_000_000L, 1_000_000_000_000L));
  }

  /** What a client of any of its services takes as its endpoint. */
  public URI endpoint() {
    return endpoint;
  }

  /** Its release, as it says. */
  public String version() {
    return version;
  }

  /** Stops the one that was started here; all that was in it is gone. */
  @Override
  public void close() {
    stop.run();
  }
}
