package io.keyferry.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Accepts SQS messages and throws at one with the body "bad". Any other event is answered with the
 * last message.
 */
public final class MessageHandler implements RequestStreamHandler {

  private String last = "null";

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    output.write(answer(event).getBytes(StandardCharsets.UTF_8));
  }

  private String answer(String event) {
    if (!event.contains("\"Records\"")) {
      return last;
    }
    last = event;
    if (event.contains("\"body\":\"bad\"")) {
      throw new IllegalStateException("thrown as asked");
    }
    return "{}";
  }
}
