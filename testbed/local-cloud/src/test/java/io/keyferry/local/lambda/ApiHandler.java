package io.keyferry.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Answers an HTTP API's event with a 201 whose body, sent as base64, is the event. */
public final class ApiHandler implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    byte[] event = input.readAllBytes();
    if (new String(event, StandardCharsets.UTF_8).contains("throw")) {
      throw new IllegalStateException("thrown as asked");
    }
    String answer =
        """
        {"statusCode":201,"isBase64Encoded":true,"body":"%s",
         "headers":{"Location":"/operations/i-2","Content-Type":"application/problem+json",
          "X-Invoked":"%s"}}\
        """
            .formatted(Base64.getEncoder().encodeToString(event), context.getInvokedFunctionArn());
    output.write(answer.getBytes(StandardCharsets.UTF_8));
  }
}
