package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.KmsInterceptor;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsRequest;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.events.LocalEventBus;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * What one function leaves unfinished, the others finish, each with the permissions of its own
 * role.
 */
class UnfinishedImportsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLE = "arn:aws:iam::123456789012:role/payments";

  @TempDir private static Path folder;
  private static CloudStage stage;
  private static JobTraffic traffic;
  private static SoftwareAgent agent;

  @BeforeAll
  static void open() throws Exception {
    EcSigner key = EcSigner.create();
    stage = CloudStage.openFor(key.verificationKey(), folder);
    agent = new SoftwareAgent(key, TakenJob.cloudKey(stage));
    traffic = new JobTraffic(stage.cloud());
  }

  @AfterEach
  void clearFaults() {
    stage.cloud().kmsFaults().clear();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  /** First by the request, then after the agent's refusal, then by the schedule. */
  @ParameterizedTest
  @CsvSource({
    "SYMMETRIC_DEFAULT, RSAES_OAEP_SHA_1, RSA_2048, false",
    "SYMMETRIC_DEFAULT, RSAES_OAEP_SHA_256, RSA_3072, false",
    "RSA_2048, RSA_AES_KEY_WRAP_SHA_1, RSA_4096, false",
    "RSA_2048, RSA_AES_KEY_WRAP_SHA_256, RSA_2048, false",
    "SYMMETRIC_DEFAULT, RSAES_OAEP_SHA_1, RSA_2048, true",
    "SYMMETRIC_DEFAULT, RSAES_OAEP_SHA_256, RSA_3072, true",
    "RSA_2048, RSA_AES_KEY_WRAP_SHA_1, RSA_4096, true",
    "RSA_2048, RSA_AES_KEY_WRAP_SHA_256, RSA_2048, true",
  })
  void eachFunctionGetsFreshParametersForEveryAlgorithmThatTheDeploymentAllows(
      KeySpec spec, WrappingAlgorithm algorithm, WrappingKeySpec wrappingKey, boolean existing)
      throws Exception {
    ObjectNode request = stage.request();
    request.put("wrappingAlgorithm", algorithm.name());
    request.put("wrappingKeySpec", wrappingKey.name());
    if (existing) {
      request.remove("newKey");
      request.put("keyId", keyWhoseOwnerConsents(spec));
    } else {
      ObjectNode key = request.putObject("newKey").put("keySpec", spec.name());
      if (spec.isKeyPair()) {
        key.put("keyUsage", "SIGN_VERIFY");
      }
    }
    ImportId id = stage.requestImport(request);
    String first = traffic.take(stage.cloud().queues().jobs());

    Failure expired = Failure.of(FailureCode.JOB_EXPIRED, "expected a job in time, found it late");
    traffic.send(
        stage.cloud().queues().results(),
        agent.job(first).keyArn(),
        agent.sealed(agent.result(first, expired)));
    String second = traffic.take(stage.cloud().queues().jobs());
    assertThat(agent.job(second).attempt()).isEqualTo(2);
    // The job is sent before that is stored.
    Eventually.of(
        () -> stage.functions().read(id),
        record ->
            record.history().stream()
                .anyMatch(step -> step.step() == ImportStep.JOB_SENT && step.attempt() == 2),
        "the second attempt of " + id);

    stage.becomeDue(id);
    assertThat(resume().path("resumed")).contains(JSON.valueToTree(id.value()));
    String third = traffic.take(stage.cloud().queues().jobs());
    assertThat(agent.job(third).attempt()).isEqualTo(3);
    assertThat(agent.job(third).wrappingKey()).isNotEqualTo(agent.job(second).wrappingKey());
    assertThat(stage.functions().read(id).state()).isEqualTo(ImportState.QUEUED);
  }

  private static String keyWhoseOwnerConsents(KeySpec spec) {
    return stage
        .cloud()
        .kmsClient()
        .createKey(b ->
            b.origin(OriginType.EXTERNAL)
                .keySpec(spec.name())
                .keyUsage(spec.isKeyPair() ? "SIGN_VERIFY" : "ENCRYPT_DECRYPT")
                .tags(Tag.builder().tagKey("keyferry:allow-import").tagValue("true").build()))
        .keyMetadata()
        .arn();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ROLE})
  void requestKilledBeforeItHadAKeyGetsOneFromTheSchedule(String user) throws Exception {
    stage.cloud().kmsFaults().install(new Killed(false));
    ImportId id = died(request(user));
    stage.cloud().kmsFaults().clear();

    finishedBySchedule(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ROLE})
  void requestKilledAfterItsKeyWasCreatedFindsTheKeyBySchedule(String user) throws Exception {
    Killed killed = new Killed(true);
    stage.cloud().kmsFaults().install(killed);
    ImportId id = died(request(user));
    stage.cloud().kmsFaults().clear();
    long keys = externalKeys();

    finishedBySchedule(id);
    assertThat(externalKeys()).isEqualTo(keys);
  }

  private static ObjectNode request(String user) {
    ObjectNode request = stage.request();
    ObjectNode key = request.putObject("newKey");
    key.putObject("tags").put("origin", "hsm");
    if (!user.isEmpty()) {
      key.putArray("users").add(user);
    }
    return request;
  }

  /** The id of an import whose request was killed. */
  private static ImportId died(ObjectNode request) throws Exception {
    assertThatThrownBy(() -> stage.functions().invoke(Functions.REQUEST_IMPORT, request.toString()))
        .isInstanceOf(IOException.class);
    JsonNode operations =
        JSON.readTree(stage.functions().invoke(Functions.READ_IMPORTS, "{\"limit\":1}"))
            .path("operations");
    assertThat(operations.path(0).path("state").asText()).isEqualTo("REQUESTED");
    return new ImportId(operations.path(0).path("operationId").asText());
  }

  private static void finishedBySchedule(ImportId id) throws Exception {
    stage.becomeDue(id);
    assertThat(resume().path("resumed")).contains(JSON.valueToTree(id.value()));
    String job = traffic.take(stage.cloud().queues().jobs());
    traffic.send(
        stage.cloud().queues().results(), agent.job(job).keyArn(), agent.sealed(agent.result(job)));
    ImportRecord ended = stage.ended(id);
    assertThat(ended.state()).as(ended.toString()).isEqualTo(ImportState.IMPORTED);
  }

  private static long externalKeys() {
    return stage.cloud().kmsClient().listKeysPaginator().keys().stream().count();
  }

  @Test
  void everyFunctionThatEndsAnImportPublishesItsEnd() throws Exception {
    stage.cloud().kmsFaults().install(new NoMoreKeys());
    String answer = stage.functions().invoke(Functions.REQUEST_IMPORT, stage.request().toString());
    assertThat(JSON.readTree(answer).path("code").asText()).isEqualTo("KMS_KEY_REFUSED");
    assertPublished(new ImportId(JSON.readTree(answer).path("operationId").asText()));

    stage.cloud().kmsFaults().install(new Killed(false));
    ImportId id = died(stage.request());
    stage.cloud().kmsFaults().install(new NoMoreKeys());
    stage.becomeDue(id);
    assertThat(resume().path("resumed")).contains(JSON.valueToTree(id.value()));
    assertThat(stage.ended(id).failed().code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertPublished(id);
  }

  private static void assertPublished(ImportId id) throws Exception {
    Eventually.of(
        () -> Files.readString(folder.resolve(LocalEventBus.LOG)),
        lines -> lines.contains(id.value()),
        "the event of " + id);
  }

  private static JsonNode resume() throws Exception {
    return JSON.readTree(
        stage.functions().invoke(Functions.RESUME_IMPORTS, "{\"task\":\"resume\"}"));
  }

  /** Kills RequestImport at CreateKey, before KMS has the key or after. */
  private record Killed(boolean after) implements KmsInterceptor {

    @Override
    public Optional<KmsError> before(KmsRequest request) {
      if (!after && request.operation().equals("CreateKey")) {
        kill();
        return Optional.of(KmsError.serverFault("KMSInternalException"));
      }
      return Optional.empty();
    }

    @Override
    public Delivery after(KmsRequest request, Optional<KmsError> error) {
      if (after && request.operation().equals("CreateKey")) {
        kill();
        return Delivery.DROP;
      }
      return Delivery.SEND;
    }

    private static void kill() {
      try {
        stage.cloud().lambda().function(Functions.REQUEST_IMPORT).kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The account's quota of KMS keys is exhausted. */
  private record NoMoreKeys() implements KmsInterceptor {

    @Override
    public Optional<KmsError> before(KmsRequest request) {
      return request.operation().equals("CreateKey")
          ? Optional.of(KmsError.of("LimitExceededException", "no more keys"))
          : Optional.empty();
    }
  }
}
