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

/** A LocalStack that is ready: all its services at one endpoint, everything in memory. */
public final class LocalStack implements AutoCloseable {

  /** The name of the log file. */
  public static final String LOG = "localstack.log";

  /** Python compiles LocalStack at the first start; Docker may have to pull the image. */
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
   * Starts a LocalStack and waits until it answers, or finds the running one.
   *
   * @param folder for the files and the log file {@value #LOG} of one that is started
   * @throws IOException if it does not get ready
   */
  public static LocalStack open(LocalStackSource source, Path folder)
      throws IOException, InterruptedException {
    return switch (source) {
      case LocalStackSource.Running(URI running) ->
          new LocalStack(running, LocalStackHealth.version(running), () -> {});
      case LocalStackSource.InPython(Path python) -> {
        int port = FreePort.find();
        // An orderly stop would take seconds, and nothing in it needs to be kept.
        yield start(
            LocalStackCommand.inPython(python, port, folder), port, folder, LocalStack::kill);
      }
      case LocalStackSource.InDocker docker -> {
        int port = FreePort.find();
        // The docker command forwards the signal; killed, it would leave the container running.
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
   * The number of a new account. LocalStack takes an access key id of twelve digits for the account
   * and isolates accounts, so that runs on the same LocalStack do not interfere.
   */
  public static String freshAccount() {
    return Long.toString(new SecureRandom().nextLong(100_000_000_000L, 1_000_000_000_000L));
  }

  /** The endpoint for clients of any of its services. */
  public URI endpoint() {
    return endpoint;
  }

  /** The release that it reports. */
  public String version() {
    return version;
  }

  /** Stops a LocalStack that was started here; its content is lost. */
  @Override
  public void close() {
    stop.run();
  }
}
