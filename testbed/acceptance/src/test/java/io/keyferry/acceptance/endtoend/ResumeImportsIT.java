package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.events.LocalEventBus;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;

/** What the schedule resumes, with the packaged function over the real wire protocols. */
class ResumeImportsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir private static Path folder;
  private static CloudStage stage;
  private static SoftwareAgent agent;
  private static JobTraffic traffic;

  @BeforeAll
  static void open() throws Exception {
    EcSigner key = EcSigner.create();
    CloudSettings settings =
        CloudStage.settings(folder, key.verificationKey())
            .withKmsClock(InstantSource.offset(InstantSource.system(), Duration.ofHours(-2)));
    stage = new CloudStage(folder, settings);
    agent = new SoftwareAgent(key, TakenJob.cloudKey(stage));
    traffic = new JobTraffic(stage.cloud());
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void importWhoseJobIsLostGetsANewJobAndPublishesItsEnd() throws Exception {
    ImportId id = stage.requestImport();
    traffic.take(stage.cloud().queues().jobs());
    assertThat(resume().path("resumed")).isEmpty();

    stage.becomeDue(id);
    assertThat(resume().path("resumed")).containsExactly(JSON.valueToTree(id.value()));

    String job = traffic.take(stage.cloud().queues().jobs());
    KeyArn key = agent.job(job).keyArn();
    traffic.send(stage.cloud().queues().results(), key, agent.sealed(agent.result(job)));
    ImportRecord record = stage.ended(id);
    assertThat(record.state()).isEqualTo(ImportState.IMPORTED);
    assertThat(record.attempt()).isEqualTo(2);
    String line =
        Eventually.of(
                () -> Files.readAllLines(folder.resolve(LocalEventBus.LOG)),
                lines -> !lines.isEmpty(),
                "an event")
            .getFirst();
    JsonNode event = JSON.readTree(line);
    assertThat(event.path("DetailType").asText()).isEqualTo("KeyFerry Operation Succeeded");
    assertThat(event.path("Resources").path(0).asText())
        .isEqualTo(record.keyArn().orElseThrow().toString());
    assertThat(JSON.readTree(event.path("Detail").asText()).path("operationId").asText())
        .isEqualTo(id.value());
  }

  @Test
  void keyTaggedWithAnImportIdButInNoRecordIsListedAndNotChanged() throws Exception {
    String arn =
        stage
            .cloud()
            .kmsClient()
            .createKey(b ->
                b.origin(OriginType.EXTERNAL)
                    .tags(
                        Tag.builder()
                            .tagKey("keyferry:import-id")
                            .tagValue("00000000-0000-4000-8000-000000000000")
                            .build()))
            .keyMetadata()
            .arn();
    JsonNode orphans = invoke("{\"task\":\"orphans\"}").path("orphans");
    assertThat(orphans).hasSize(1);
    assertThat(orphans.path(0).path("keyArn").asText()).isEqualTo(arn);
    assertThat(orphans.path(0).path("reason").asText()).isEqualTo("there is no such import");
  }

  private JsonNode resume() throws Exception {
    return invoke("{\"task\":\"resume\"}");
  }

  private JsonNode invoke(String input) throws Exception {
    return JSON.readTree(stage.functions().invoke(Functions.RESUME_IMPORTS, input));
  }
}
