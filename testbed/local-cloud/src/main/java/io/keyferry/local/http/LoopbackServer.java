package io.keyferry.local.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on the loopback interface: one virtual thread per request. */
public final class LoopbackServer implements AutoCloseable {

  static {
    // Read once by the JDK's server: without it an answer of two packets waits 40 ms for an ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Answers one request, by {@link #answer}. */
  @FunctionalInterface
  public interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private LoopbackServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts serving.
   *
   * @param port zero for any free one
   */
  public static LoopbackServer start(int port, Handler handler) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(handler, exchange));
    server.start();
    return new LoopbackServer(server, threads);
  }

  private static void handle(Handler handler, HttpExchange exchange) throws IOException {
    try {
      handler.handle(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is being closed");
    } catch (RuntimeException e) {
      // The JDK's server would only close the connection, without reporting the reason.
      String error = JsonNodeFactory.instance.objectNode().put("Message", e.toString()).toString();
      answer(exchange, 500, Map.of(), error);
    } finally {
      exchange.close();
    }
  }

  /** {@code 127.0.0.1:PORT} */
  public String hostAndPort() {
    InetSocketAddress address = server.getAddress();
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** The server's address. */
  public URI uri() {
    return URI.create("http://" + hostAndPort());
  }

  /** Stops at once; requests in progress are interrupted. */
  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }

  /** The request's body as UTF-8. */
  public static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Sends a JSON answer. */
  public static void answer(
      HttpExchange exchange, int status, Map<String, String> headers, String json)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    headers.forEach(exchange.getResponseHeaders()::set);
    send(exchange, status, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends an answer whose headers are already set. */
  public static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
