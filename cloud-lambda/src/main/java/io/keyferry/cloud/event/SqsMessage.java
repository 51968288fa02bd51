package io.keyferry.cloud.event;

import io.keyferry.model.json.Json;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * One delivery of the single message that Lambda receives from an SQS queue for an invocation.
 *
 * @param messageId the same at every delivery
 * @param receiptHandle of this delivery
 */
public record SqsMessage(String messageId, String receiptHandle, String body) {

  /**
   * Reads Lambda's SQS event.
   *
   * @throws InvalidValueException if it is anything else, or has more than one message: an
   *     exception for one would cause all of them to be delivered again
   */
  public static SqsMessage read(InputStream event) throws IOException {
    if (!(Json.read(event.readAllBytes()) instanceof Json.Obj object)
        || !(object.fields().get("Records") instanceof Json.Arr(List<Json> records))) {
      throw InvalidValueException.of("an SQS event with Records", "another event");
    }
    if (records.size() != 1) {
      throw InvalidValueException.of(
          "an SQS event with one record: set BatchSize of the event source mapping to 1",
          records.size() + " records");
    }
    if (!(records.getFirst() instanceof Json.Obj message)) {
      throw InvalidValueException.of("an SQS message", records.getFirst().shown());
    }
    return new SqsMessage(
        required(message, "messageId"),
        required(message, "receiptHandle"),
        required(message, "body"));
  }

  private static String required(Json.Obj message, String field) {
    return message
        .text(field)
        .orElseThrow(() -> InvalidValueException.of("an SQS message with " + field, "none"));
  }
}
