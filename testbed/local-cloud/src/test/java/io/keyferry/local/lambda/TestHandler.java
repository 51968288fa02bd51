package io.keyferry.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The function of the tests. It runs in a process of its own, with only the JDK and AWS's runtime
 * client, and does what the event's first word says.
 */
public final class TestHandler implements RequestStreamHandler {

  private static final List<String> REQUEST_IDS = new ArrayList<>();

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    String[] words = event.replace("\"", "").split(" ", -1);
    output.write(answer(event, words, context).getBytes(StandardCharsets.UTF_8));
  }

  private static String answer(String event, String[] words, Context context) throws IOException {
    return switch (words[0]) {
      case "throw" -> throw new IllegalStateException("thrown as asked");
      case "exit" -> {
        System.exit(Integer.parseInt(words[1]));
        yield "";
      }
      case "hang" -> hang(Integer.parseInt(words[1]));
      case "log" -> {
        context.getLogger().log("a line of the handler's");
        yield "null";
      }
      case "variable" -> "\"" + System.getenv().getOrDefault(words[1], "unset") + "\"";
      case "about" ->
          "\"" + context.getInvokedFunctionArn() + " " + context.getMemoryLimitInMB() + "\"";
      case "fail-until" -> {
        REQUEST_IDS.add(context.getAwsRequestId());
        if (REQUEST_IDS.size() < Integer.parseInt(words[1])) {
          throw new IllegalStateException("attempt " + REQUEST_IDS.size());
        }
        yield "null";
      }
      case "request-ids" -> REQUEST_IDS.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
      default -> event;
    };
  }

  /** Reports to the test that it runs, and never returns. */
  private static String hang(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return "\"" + socket.getInputStream().read() + "\"";
    }
  }

  /** A handler that cannot be created. */
  public static final class Broken implements RequestStreamHandler {

    public Broken() {
      throw new IllegalStateException("no such table");
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {}
  }
}
