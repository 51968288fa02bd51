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
 * tables, whatever their credentials and Region. DynamoDB local listens on all interfaces and
 * cannot be told otherwise, so on a shared network its port wants a firewall.
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
   * @param patience how long it may take to answer
   * @throws DynamoDbStartException if it does not answer in time, or ends on every port tried
   */
  public static LocalDynamoDb start(Path library, Path folder, Duration patience)
      throws IOException, InterruptedException {
    return start(library, folder, patience, FreePort::find);
  }

  /** Where the ports to try come from. */
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
      // It ends by itself when another program took the port in between: try the next.
    }
    throw new DynamoDbStartException("it ended at once on " + PORTS_TRIED + " ports", log);
  }

  /** What a DynamoDB client takes as its endpoint. */
  public URI endpoint() {
    return endpoint;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Stops the service; its tables are gone. */
  @Override
  public void close() {
    process.close();
  }

  /**
   * The words that start it, but for the last: the port.
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
