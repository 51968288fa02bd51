package io.keyferry.local.dynamodb;

import io.keyferry.local.process.ChildProcess;
import io.keyferry.local.process.FreePort;
import io.keyferry.local.process.JavaCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * AWS's DynamoDB local in a process of its own, in memory, on a free port. All clients see the same
 * tables, whatever their credentials and Region. DynamoDB local always listens on all interfaces,
 * so on a shared network its port needs a firewall.
 */
public final class LocalDynamoDb implements AutoCloseable {

  /** The name of the log file. */
  public static final String LOG = "dynamodb-local.log";

  private static final String MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";
  private static final List<String> JVM_OPTIONS =
      Stream.concat(
              JavaCommand.SHORT_RUN.stream(),
              Stream.of("-Xshare:auto", "--enable-native-access=ALL-UNNAMED"))
          .toList();
  private static final int PORTS_TRIED = 5;

  private final ChildProcess process;
  private final URI endpoint;

  private LocalDynamoDb(ChildProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts an empty service and waits until it answers.
   *
   * @param library the folder with the jars of DynamoDB local
   * @param folder its working folder, with its log file {@value #LOG}
   * @param patience the timeout for its first answer
   * @throws DynamoDbStartException if it does not answer in time, or ends on every port tried
   */
  public static LocalDynamoDb start(Path library, Path folder, Duration patience)
      throws IOException, InterruptedException {
    return start(library, folder, patience, FreePort::find);
  }

  /** The source of ports to try. */
  @FunctionalInterface
  interface Ports {
    int next() throws IOException;
  }

  static LocalDynamoDb start(Path library, Path folder, Duration patience, Ports ports)
      throws IOException, InterruptedException {
    Path log = folder.resolve(LOG);
    for (int tried = 0; tried < PORTS_TRIED; tried++) {
      int port = ports.next();
      List<String> words = new ArrayList<>(command(library));
      words.add(Integer.toString(port));
      ChildProcess process = ChildProcess.start(words, Map.of(), folder, log);
      LocalDynamoDb candidate =
          new LocalDynamoDb(process, URI.create("http://" + loopback() + ":" + port));
      Optional<String> fault = Readiness.await(process, candidate.endpoint, patience);
      if (fault.isEmpty()) {
        return candidate;
      }
      boolean ended = !process.isAlive();
      candidate.close();
      if (!ended) {
        throw new DynamoDbStartException(fault.get(), log);
      }
      // It ends by itself if another program took the port in between: try the next.
    }
    throw new DynamoDbStartException("it ended at once on " + PORTS_TRIED + " ports", log);
  }

  /** The endpoint for DynamoDB clients. */
  public URI endpoint() {
    return endpoint;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Stops the service; its tables are lost. */
  @Override
  public void close() {
    process.close();
  }

  /**
   * The command line that starts it, without the last word, the port.
   *
   * @param library the folder with the jars of DynamoDB local
   */
  public static List<String> command(Path library) {
    return new JavaCommand(
            JVM_OPTIONS,
            List.of(library.toAbsolutePath().resolve("*")),
            MAIN,
            List.of("-inMemory", "-sharedDb", "-disableTelemetry", "-port"))
        .words();
  }

  private static String loopback() {
    return InetAddress.getLoopbackAddress().getHostAddress();
  }
}
