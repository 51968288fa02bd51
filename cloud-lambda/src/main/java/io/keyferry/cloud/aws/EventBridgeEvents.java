package io.keyferry.cloud.aws;

import io.keyferry.cloud.record.ImportEvents;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.UtcTime;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * {@link ImportEvents} on EventBridge: source {@value #SOURCE}, detail type {@code KeyFerry Import
 * Completed} or {@code KeyFerry Import Failed}. The detail holds no more than the record.
 */
public final class EventBridgeEvents implements ImportEvents {

  private static final String SOURCE = "keyferry";

  private final EventBridgeClient events;
  private final String bus;

  /**
   * Events on one bus.
   *
   * @param bus its name
   */
  public EventBridgeEvents(EventBridgeClient events, String bus) {
    this.events = events;
    this.bus = bus;
  }

  @Override
  public void ended(ImportRecord record) {
    PutEventsRequestEntry.Builder entry =
        PutEventsRequestEntry.builder()
            .eventBusName(bus)
            .source(SOURCE)
            .detailType(
                record.state() == ImportState.IMPORTED
                    ? "KeyFerry Import Completed"
                    : "KeyFerry Import Failed")
            .time(record.updatedAt())
            .detail(detail(record));
    record.keyArn().ifPresent(key -> entry.resources(key.toString()));
    PutEventsResponse answer = events.putEvents(b -> b.entries(entry.build()));
    // EventBridge answers 200 for events that it did not take.
    if (answer.failedEntryCount() != 0) {
      PutEventsResultEntry failed = answer.entries().getFirst();
      throw new IllegalStateException(
          "EventBridge refused the event: %s, %s"
              .formatted(failed.errorCode(), failed.errorMessage()));
    }
  }

  private static String detail(ImportRecord record) {
    return JsonText.object(json -> {
      json.writeStringField("importId", record.importId().value());
      if (record.keyArn().isPresent()) {
        json.writeStringField("keyArn", record.keyArn().get().toString());
      }
      json.writeStringField("state", record.state().name());
      json.writeStringField("agent", record.agent().value());
      json.writeStringField("keySpec", record.keySpec().name());
      json.writeStringField("requestedAt", UtcTime.format(record.requestedAt()));
      json.writeStringField("endedAt", UtcTime.format(record.updatedAt()));
      json.writeNumberField("attempt", record.attempt());
      if (record.verifies().isPresent()) {
        json.writeStringField("verifies", record.verifies().get().value());
      }
      if (record.code().isPresent()) {
        json.writeStringField("code", record.code().get().name());
        json.writeStringField("reason", record.reason().orElse(""));
      }
    });
  }
}
