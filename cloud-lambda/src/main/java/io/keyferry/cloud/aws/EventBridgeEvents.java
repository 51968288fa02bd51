package io.keyferry.cloud.aws;

import io.keyferry.cloud.record.ImportEvents;
import io.keyferry.model.deployment.EventSpec;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.operation.Operation;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.UtcTime;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * {@link ImportEvents} on EventBridge, as {@link EventSpec} names them. The detail has only what
 * the record has.
 */
public final class EventBridgeEvents implements ImportEvents {

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
            .source(EventSpec.SOURCE)
            .detailType(
                (record.state() == ImportState.IMPORTED
                        ? EventSpec.OPERATION_SUCCEEDED
                        : EventSpec.OPERATION_FAILED)
                    .detailType())
            .time(record.progress().updatedAt())
            .detail(detail(record));
    record.keyArn().ifPresent(key -> entry.resources(key.toString()));
    PutEventsResponse answer = events.putEvents(b -> b.entries(entry.build()));
    // EventBridge returns 200 even for events that it did not accept.
    if (answer.failedEntryCount() != 0) {
      PutEventsResultEntry failed = answer.entries().getFirst();
      throw new IllegalStateException(
          "EventBridge refused the event: %s, %s"
              .formatted(failed.errorCode(), failed.errorMessage()));
    }
  }

  private static String detail(ImportRecord record) {
    return JsonText.object(json -> {
      Operation.head(record, json);
      json.writeStringField("agent", record.agent().value());
      json.writeStringField("keySpec", record.keySpec().name());
      json.writeStringField("requestedAt", UtcTime.format(record.order().requestedAt()));
      json.writeStringField("endedAt", UtcTime.format(record.progress().updatedAt()));
      json.writeNumberField("attempt", record.attempt());
      if (record.order().verifies().isPresent()) {
        json.writeStringField("verifies", record.order().verifies().get().value());
      }
      Operation.failure(record, json);
    });
  }
}
