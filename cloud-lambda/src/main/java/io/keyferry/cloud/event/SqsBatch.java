package io.keyferry.cloud.event;

import io.keyferry.model.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The messages that Lambda took from an SQS queue for one invocation. */
public record SqsBatch(List<Message> messages) {

  /**
   * One delivery of a message.
   *
   * @param messageId the same at every delivery
   * @param receiptHandle this delivery's
   */
  public record Message(String messageId, String receiptHandle, String body) {}

  /**
   * Reads Lambda's SQS event.
   *
   * @throws InvalidValueException if it is anything else
   */
  public static SqsBatch read(InputStream event) throws IOException {
    if (!(Json.read(event.readAllBytes()) instanceof Json.Obj object)
        || !(object.fields().get("Records") instanceof Json.Arr(List<Json> records))) {
      throw InvalidValueException.of("an SQS event with Records", "another event");
    }
    List<Message> messages = new ArrayList<>();
    for (Json item : records) {
      if (!(item instanceof Json.Obj message)) {
        throw InvalidValueException.of("an SQS message", item.shown());
      }
      messages.add(
          new Message(
              required(message, "messageId"),
              required(message, "receiptHandle"),
              required(message, "body")));
    }
    return new SqsBatch(messages);
  }

  /** The partial batch response: Lambda deletes all messages but these from the queue. */
  public static byte[] failures(List<Message> failed) {
    return JsonText.utf8(json -> {
      json.writeArrayFieldStart("batchItemFailures");
      for (Message message : failed) {
        json.writeStartObject();
        json.writeStringField("itemIdentifier", message.messageId());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  private static String required(Json.Obj message, String field) {
    return message
        .text(field)
        .orElseThrow(() -> InvalidValueException.of("an SQS message with " + field, "none"));
  }
}
