package io.keyferry.kmsemulator.relay;

import com.sun.net.httpserver.HttpServer;
import io.keyferry.kmsemulator.KmsFaults;
import io.keyferry.kmsemulator.protocol.KmsCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Forwards requests to another KMS, with the emulator's call log and its two hooks for fault
 * injection. It decides nothing itself.
 */
public final class KmsRelay implements AutoCloseable {

  static {
    // As in the emulator: without it an answer waits 40 ms for the client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService requests;
  private final HttpClient http;
  private final KmsFaults faults;

  private KmsRelay(HttpServer server, ExecutorService requests, HttpClient http, KmsFaults faults) {
    this.server = server;
    this.requests = requests;
    this.http = http;
    this.faults = faults;
  }

  /**
   * Starts listening on a free loopback port.
   *
   * @param kms the address of the other KMS
   * @param clock for the call log
   */
  public static KmsRelay start(URI kms, InstantSource clock, Consumer<KmsCall> log)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    KmsFaults faults = new KmsFaults();
    server.createContext("/", new RelayedCalls(new OtherKms(kms, http), clock, faults, log));
    server.setExecutor(requests);
    server.start();
    return new KmsRelay(server, requests, http, faults);
  }

  /** The endpoint for KMS clients. */
  public URI endpoint() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  /** The switch for fault injection. */
  public KmsFaults faults() {
    return faults;
  }

  /** Stops at once. Requests in progress lose their answer. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    http.shutdownNow();
  }
}
