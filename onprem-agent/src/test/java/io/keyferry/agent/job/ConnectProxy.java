package io.keyferry.agent.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that supports CONNECT only, and connects every target to one server. */
public final class ConnectProxy implements AutoCloseable {

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Optional<String> authorization;
  private volatile boolean refuses;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * @param authorization the required header, if any
   */
  public ConnectProxy(InetSocketAddress target, Optional<String> authorization) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    this.authorization = authorization;
    Thread.ofVirtual().start(this::serve);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Refuses each target from now on. */
  public void refuse() {
    refuses = true;
  }

  /** The request lines. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket there = new Socket()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
      requests.add(String.valueOf(in.readLine()));
      boolean allowed = authorization.isEmpty();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        allowed |=
            line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization: ")
                && authorization.filter(line.substring(21)::equals).isPresent();
      }
      OutputStream out = client.getOutputStream();
      if (!allowed) {
        out.write(
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      if (refuses) {
        out.write(
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      there.connect(target);
      out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Thread back = Thread.ofVirtual().start(() -> pump(there, client));
      pump(client, there);
      back.join();
    } catch (IOException e) {
      // The client sees the refusal.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them has closed.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
