package io.keyferry.agent.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each call to SQS with an error of one code, as SQS does for an invalid request. */
final class QueueStub implements AutoCloseable {

  private final HttpServer server;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, String> codes =
      new ConcurrentHashMap<>(
          Map.of(
              "DeleteMessage", "ReceiptHandleIsInvalid",
              "ChangeMessageVisibility", "ReceiptHandleIsInvalid",
              "SendMessage", "MissingParameter"));

  QueueStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
          }
          String call =
              String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                  .replace("AmazonSQS.", "");
          calls.add(call + " " + body(exchange.getRequestBody().readAllBytes()));
          byte[] answer =
              "{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"no\"}"
                  .formatted(codes.get(call))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(400, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  private static String body(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  void answer(String call, String code) {
    codes.put(call, code);
  }

  /** The calls, each with its parameters. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
