package io.keyferry.model.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import java.io.IOException;
import java.util.Set;

/**
 * What callers see of an import. To callers every request is an operation, whatever its kind: the
 * table and the messages to the agents say import.
 */
public final class Operation {

  /** The id in every answer: the import's. */
  public static final String ID = "operationId";

  private static final String KIND = "kind";
  private static final String KEY_ARN = "keyArn";
  private static final String STATE = "state";
  private static final String HISTORY = "history";
  private static final String IMPORT_ID = "importId";

  /** The state of an operation. It only moves forward. */
  public enum State {
    REQUESTED,
    QUEUED,
    SUCCEEDED,
    FAILED;

    /** The state for that of an import. */
    public static State of(ImportState state) {
      return switch (state) {
        case REQUESTED -> REQUESTED;
        case QUEUED -> QUEUED;
        case IMPORTED -> SUCCEEDED;
        case FAILED -> FAILED;
      };
    }
  }

  private Operation() {}

  /** Writes an operation's id and state: the first fields of every answer. */
  public static void head(ImportRecord record, JsonGenerator json) throws IOException {
    json.writeStringField(ID, record.importId().value());
    json.writeStringField(
        KIND, record.order().kind().orElseGet(() -> kindOfTheReleaseBefore(record)));
    if (record.keyArn().isPresent()) {
      json.writeStringField(KEY_ARN, record.keyArn().get().toString());
    }
    json.writeStringField(STATE, State.of(record.state()).name());
  }

  /** Shown by the first step: 0.1.0 does not write it. */
  private static String kindOfTheReleaseBefore(ImportRecord record) {
    String accepted =
        record.history().stream()
            .filter(event -> event.step() == ImportStep.REQUEST_ACCEPTED)
            .map(StepEvent::detail)
            .findFirst()
            .orElse("");
    if (record.order().verifies().isPresent()) {
      return "verify";
    }
    return accepted.startsWith("new ") ? "newKey" : "keyId";
  }

  /** Writes the code and the reason of an operation that failed. */
  public static void failure(ImportRecord record, JsonGenerator json) throws IOException {
    if (record.failed().code().isPresent()) {
      json.writeStringField("code", record.failed().code().get().name());
      json.writeStringField("reason", record.failed().reason().orElse(""));
    }
  }

  /** Writes everything that is known about an operation. */
  public static void all(ImportRecord record, JsonGenerator json) throws IOException {
    head(record, json);
    JsonText.fields(record, Set.of(IMPORT_ID, KIND, KEY_ARN, STATE, HISTORY), json);
    json.writeArrayFieldStart(HISTORY);
    for (StepEvent event : record.history()) {
      json.writeStartObject();
      JsonText.fields(event, Set.of(IMPORT_ID), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
