package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.acceptance.localstack.OnlyOnLocalStack;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.UtcTime;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The events that the functions publish at an import's end, as LocalStack's EventBridge delivers
 * them.
 */
@OnlyOnLocalStack
class DeliveredEventsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static CloudStage stage;
  private static SoftwareAgent agent;
  private static EventQueue events;

  @BeforeAll
  static void open() throws Exception {
    EcSigner key = EcSigner.create();
    stage = CloudStage.openFor(key.verificationKey(), folder);
    agent = new SoftwareAgent(key, TakenJob.cloudKey(stage));
    events = EventQueue.of(stage.cloud());
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void aCompletedImportIsDelivered() throws Exception {
    TakenJob job = TakenJob.from(stage);
    ImportRecord ended = answered(job, agent.result(job.sealed()));

    assertDelivered("KeyFerry Operation Succeeded", ended, detail(ended, "SUCCEEDED"));
  }

  @Test
  void aFailedImportIsDeliveredWithItsReason() throws Exception {
    TakenJob job = TakenJob.from(stage);
    WrapOutcome refused = Failure.of(FailureCode.POLICY, "the agent's policy has no such account");
    ImportRecord ended = answered(job, agent.result(job.sealed(), refused));

    assertThat(ended.failed().reason())
        .get()
        .asString()
        .contains("the agent's policy has no such account");
    assertDelivered(
        "KeyFerry Operation Failed",
        ended,
        detail(ended, "FAILED")
            .put("code", "POLICY")
            .put("reason", ended.failed().reason().orElseThrow()));
  }

  private static ImportRecord answered(TakenJob job, WrapResult result) throws Exception {
    new JobTraffic(stage.cloud())
        .send(stage.cloud().queues().results(), job.key(), agent.sealed(result));
    return stage.ended(job.id());
  }

  private static void assertDelivered(String type, ImportRecord ended, ObjectNode detail)
      throws Exception {
    JsonNode event = events.of(ended.importId());
    assertThat(event.path("detail")).isEqualTo(detail);
    assertThat(event.path("detail-type").asText()).isEqualTo(type);
    assertThat(event.path("source").asText()).isEqualTo("keyferry");
    assertThat(event.path("account").asText()).isEqualTo(stage.cloud().address().account());
    assertThat(event.path("region").asText()).isEqualTo(CloudSettings.REGION.id());
    assertThat(event.path("resources"))
        .isEqualTo(JSON.createArrayNode().add(ended.keyArn().orElseThrow().toString()));
    assertThat(Instant.parse(event.path("time").asText()).getEpochSecond())
        .isEqualTo(ended.progress().updatedAt().getEpochSecond());
  }

  /** All fields except those that only a failed import has. */
  private static ObjectNode detail(ImportRecord ended, String state) {
    return JSON.createObjectNode()
        .put("operationId", ended.importId().value())
        .put("kind", "newKey")
        .put("keyArn", ended.keyArn().orElseThrow().toString())
        .put("state", state)
        .put("agent", ended.agent().value())
        .put("keySpec", "SYMMETRIC_DEFAULT")
        .put("requestedAt", UtcTime.format(ended.order().requestedAt()))
        .put("endedAt", UtcTime.format(ended.progress().updatedAt()))
        .put("attempt", 1);
  }
}
