package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

class EventBridgeEventsTest {

  private static final KeyArn KEY =
      KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab");
  private static final Instant REQUESTED = Instant.parse("2026-11-23T09:30:00Z");

  private final List<PutEventsRequestEntry> entries = new ArrayList<>();

  @Test
  void publishesAnImportThatIsDone() {
    events(PutEventsResponse.builder().failedEntryCount(0).build()).ended(record(Optional.empty()));
    PutEventsRequestEntry entry = entries.getFirst();
    assertThat(entry.eventBusName()).isEqualTo("audit");
    assertThat(entry.source()).isEqualTo("keyferry");
    assertThat(entry.detailType()).isEqualTo("KeyFerry Operation Succeeded");
    assertThat(entry.resources()).containsExactly(KEY.toString());
    assertThat(entry.time()).isEqualTo(REQUESTED.plusSeconds(5));
    assertThat(entry.detail())
        .isEqualTo(
            "{\"operationId\":\"0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d\",\"kind\":\"newKey\",\"keyArn\":\""
                + KEY
                + "\",\"state\":\"SUCCEEDED\",\"agent\":\"hsm-1\",\"keySpec\":\"SYMMETRIC_DEFAULT\","
                + "\"requestedAt\":\"2026-11-23T09:30:00.000Z\",\"endedAt\":\"2026-11-23T09:30:05.000Z\",\"attempt\":1}");
  }

  @Test
  void publishesWhyAnImportFailed() {
    events(PutEventsResponse.builder().failedEntryCount(0).build())
        .ended(record(Optional.of(FailureCode.POLICY)));
    assertThat(entries.getFirst().detailType()).isEqualTo("KeyFerry Operation Failed");
    assertThat(entries.getFirst().detail())
        .endsWith("\"attempt\":1,\"code\":\"POLICY\",\"reason\":\"not allowed\"}");
  }

  @Test
  void anEntryThatEventBridgeRefusesInAnAnswerOfSuccessIsAFailure() {
    EventBridgeEvents refusing =
        events(
            PutEventsResponse.builder()
                .failedEntryCount(1)
                .entries(
                    PutEventsResultEntry.builder()
                        .errorCode("ThrottlingException")
                        .errorMessage("too fast")
                        .build())
                .build());
    assertThatThrownBy(() -> refusing.ended(record(Optional.empty())))
        .hasMessageContainingAll("ThrottlingException", "too fast");
  }

  private EventBridgeEvents events(PutEventsResponse answer) {
    return new EventBridgeEvents(
        new EventBridgeClient() {
          @Override
          public PutEventsResponse putEvents(PutEventsRequest request) {
            entries.addAll(request.entries());
            return answer;
          }

          @Override
          public String serviceName() {
            return EventBridgeClient.SERVICE_NAME;
          }

          @Override
          public void close() {}
        },
        "audit");
  }

  private static ImportRecord record(Optional<FailureCode> failure) {
    return new ImportRecord(
        new ImportRecord.Order(
            new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d"),
            Optional.of("newKey"),
            new AgentName("hsm-1"),
            REQUESTED,
            Optional.empty()),
        new ImportRecord.Progress(
            failure.isPresent() ? ImportState.FAILED : ImportState.IMPORTED,
            REQUESTED.plusSeconds(5),
            1,
            List.of()),
        new Wrapping(
            KeySpec.SYMMETRIC_DEFAULT,
            WrappingAlgorithm.RSAES_OAEP_SHA_256,
            WrappingKeySpec.RSA_4096),
        ImportRecord.Kms.before(Optional.of(KEY), Expiration.NEVER),
        ImportRecord.Hsm.UNKNOWN,
        new ImportRecord.Failed(failure, failure.map(code -> "not allowed")));
  }
}
