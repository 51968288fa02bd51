package io.keyferry.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes SQS batches: reports the messages with the body "bad" as failed, throws at "throw", and
 * answers nonsense at "nonsense". Any other event is answered with the last batch.
 */
public final class BatchHandler implements RequestStreamHandler {

  private static final Pattern RECORD =
      Pattern.compile("\"messageId\":\"([^\"]+)\",\"receiptHandle\":\"[^\"]+\",\"body\":\"bad\"");

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
    if (event.contains("\"body\":\"throw\"")) {
      throw new IllegalStateException("thrown as asked");
    }
    if (event.contains("\"body\":\"nonsense\"")) {
      return "{\"batchItemFailures\":[{\"itemIdentifier\":\"no message of this batch\"}]}";
    }
    return RECORD
        .matcher(event)
        .results()
        .map(BatchHandler::failure)
        .collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}"));
  }

  private static String failure(MatchResult match) {
    return "{\"itemIdentifier\":\"" + match.group(1) + "\"}";
  }
}
