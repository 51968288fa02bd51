package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.cloud.Functions;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.ImportId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;

/** What a request may do to a KMS key, and what happens to a key that is not the HSM's. */
class ConsentAndProofIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLE = "arn:aws:iam::123456789012:role/payments";

  @TempDir private static Path folder;
  private static CloudStage stage;
  private static JobTraffic traffic;
  private static SoftwareAgent agent;

  @BeforeAll
  static void openACloudThatHasEnrolledTheAgent() throws Exception {
    EcSigner enrolled = EcSigner.create();
    stage = CloudStage.openFor(enrolled.verificationKey(), folder);
    traffic = new JobTraffic(stage.cloud());
    agent = new SoftwareAgent(enrolled, TakenJob.cloudKey(stage));
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  private static KmsClient kms() {
    return stage.cloud().kmsClient();
  }

  private static ImportRecord answered(ImportId id, String result) throws Exception {
    traffic.send(
        stage.cloud().queues().results(),
        stage.functions().read(id).keyArn().orElseThrow(),
        result);
    return stage.ended(id);
  }

  @Test
  void anotherTeamsKeyAcceptsAnImportOnlyAfterItsOwnerHasTaggedIt() throws Exception {
    String key = kms().createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata().arn();
    ObjectNode request = stage.request();
    request.remove("newKey");
    request.put("keyId", key);

    assertThatThrownBy(() -> stage.requestImport(request))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("keyId: expected a KMS key whose owner allows the import")
        .hasMessageContaining("aws kms tag-resource --key-id " + key);

    kms()
        .tagResource(r ->
            r.keyId(key)
                .tags(Tag.builder().tagKey("keyferry:allow-import").tagValue("true").build()));
    ImportId id = stage.requestImport(request);
    String job = traffic.take(stage.cloud().queues().jobs());

    assertThat(answered(id, agent.sealed(agent.result(job))).state())
        .isEqualTo(ImportState.IMPORTED);
    assertThat(kms().describeKey(r -> r.keyId(key)).keyMetadata().keyStateAsString())
        .isEqualTo("Enabled");
  }

  @Test
  void keyThatLostItsOwnersTagAcceptsNoImportAlthoughAJobIsInProgress() throws Exception {
    String key =
        kms()
            .createKey(r ->
                r.origin(OriginType.EXTERNAL)
                    .tags(Tag.builder().tagKey("keyferry:allow-import").tagValue("true").build()))
            .keyMetadata()
            .arn();
    ObjectNode request = stage.request();
    request.remove("newKey");
    request.put("keyId", key);
    ImportId id = stage.requestImport(request);
    String job = traffic.take(stage.cloud().queues().jobs());
    kms().untagResource(r -> r.keyId(key).tagKeys("keyferry:allow-import"));

    traffic.send(
        stage.cloud().queues().results(),
        stage.functions().read(id).keyArn().orElseThrow(),
        agent.sealed(agent.result(job)));

    assertThat(
            Eventually.of(
                () -> stage.kmsCallsDenied("kms:ImportKeyMaterial", key),
                count -> count > 0,
                "a denied ImportKeyMaterial"))
        .isPositive();
    assertThat(kms().describeKey(r -> r.keyId(key)).keyMetadata().keyStateAsString())
        .isEqualTo("PendingImport");

    // The owner consents later: nothing is lost, and the same result is delivered again.
    kms()
        .tagResource(r ->
            r.keyId(key)
                .tags(Tag.builder().tagKey("keyferry:allow-import").tagValue("true").build()));
    assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void aKeyWithAdministratorsAndUsersGetsItsPolicyAndTheFunctionCannotChangeIt() throws Exception {
    ObjectNode request = stage.request();
    request.putObject("newKey").put("alias", "alias/payments").putArray("users").add(ROLE);
    ImportId id = stage.requestImport(request);
    String job = traffic.take(stage.cloud().queues().jobs());
    ImportRecord imported = answered(id, agent.sealed(agent.result(job)));

    assertThat(imported.state()).isEqualTo(ImportState.IMPORTED);
    String key = imported.keyArn().orElseThrow().toString();
    String policy = kms().getKeyPolicy(r -> r.keyId(key).policyName("default")).policy();
    assertThat(policy).contains(ROLE, "arn:aws:iam::123456789012:root");
    assertThat(kms().describeKey(r -> r.keyId("alias/payments")).keyMetadata().arn())
        .isEqualTo(key);
  }

  @Test
  void aKeyThatIsNotTheHsmsIsDisabledAndNeverHasItsAlias() throws Exception {
    ObjectNode request = stage.request();
    request
        .putObject("newKey")
        .put("alias", "alias/disproved")
        .put("keySpec", "ECC_NIST_P256")
        .put("keyUsage", "SIGN_VERIFY");
    request.put("wrappingKeySpec", "RSA_4096");
    ImportId id = stage.requestImport(request);
    String sealed = traffic.take(stage.cloud().queues().jobs());
    WrapJob job = agent.job(sealed);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair wrapped = generator.generateKeyPair();
    KeyPair reported = generator.generateKeyPair();

    ImportRecord ended =
        answered(id, agent.sealed(agent.result(sealed, lie(job, wrapped, reported))));

    assertThat(ended.state()).isEqualTo(ImportState.FAILED);
    assertThat(ended.failed().code()).contains(FailureCode.MATERIAL_DIFFERS);
    String key = ended.keyArn().orElseThrow().toString();
    assertThat(kms().describeKey(r -> r.keyId(key)).keyMetadata().keyStateAsString())
        .isEqualTo("Disabled");
    assertThatThrownBy(() -> kms().describeKey(r -> r.keyId("alias/disproved")))
        .isInstanceOf(KmsException.class)
        .hasMessageContaining("is not found");

    // Delivering the same result again changes nothing.
    assertThat(answered(id, agent.sealed(agent.result(sealed, lie(job, wrapped, wrapped)))).state())
        .isEqualTo(ImportState.FAILED);
    assertThat(kms().describeKey(r -> r.keyId(key)).keyMetadata().keyStateAsString())
        .isEqualTo("Disabled");
  }

  @Test
  void aPairIsProvedInAKeyWhoseOwnerConsents() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    ImportId id = requestInto("ECC_NIST_P256", "SIGN_VERIFY");
    String sealed = traffic.take(stage.cloud().queues().jobs());

    ImportRecord ended =
        answered(id, agent.sealed(agent.result(sealed, lie(agent.job(sealed), pair, pair))));

    assertThat(ended.state()).as(ended.toString()).isEqualTo(ImportState.IMPORTED);
    assertThat(ended.history()).extracting(StepEvent::step).contains(ImportStep.KEY_PROVED);
  }

  @Test
  void anHmacKeyIsProvedInAKeyWhoseOwnerConsents() throws Exception {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    byte[] challenge = new byte[32];
    new SecureRandom().nextBytes(challenge);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    ImportId id = requestInto("HMAC_256", "GENERATE_VERIFY_MAC");
    String sealed = traffic.take(stage.cloud().queues().jobs());
    WrapJob job = agent.job(sealed);
    WrappedKey honest =
        SoftwareAgent.wrapped(
            job,
            key,
            Optional.empty(),
            Optional.of(new ChallengeMac(Blob.of(challenge), Blob.of(mac.doFinal(challenge)))));

    ImportRecord ended = answered(id, agent.sealed(agent.result(sealed, honest)));

    assertThat(ended.state()).as(ended.toString()).isEqualTo(ImportState.IMPORTED);
    assertThat(ended.history()).extracting(StepEvent::step).contains(ImportStep.KEY_PROVED);
  }

  private static ImportId requestInto(String spec, String usage) throws Exception {
    String key =
        kms()
            .createKey(r ->
                r.origin(OriginType.EXTERNAL)
                    .keySpec(spec)
                    .keyUsage(usage)
                    .tags(Tag.builder().tagKey("keyferry:allow-import").tagValue("true").build()))
            .keyMetadata()
            .arn();
    ObjectNode request = stage.request();
    request.remove("newKey");
    request.put("keyId", key);
    request.put("wrappingAlgorithm", "RSAES_OAEP_SHA_256");
    return stage.requestImport(request);
  }

  /** The private half of one key pair, with the public half of another as the proof. */
  private static WrappedKey lie(WrapJob job, KeyPair wrapped, KeyPair reported) throws Exception {
    return SoftwareAgent.wrapped(
        job,
        wrapped.getPrivate().getEncoded(),
        Optional.of(Blob.of(reported.getPublic().getEncoded())),
        Optional.empty());
  }

  @Test
  void eventInTheFormOfTheHttpApiIsADirectInvocationUnlessItComesThroughTheApi() throws Exception {
    ObjectNode body = stage.request();
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("body", body.toString());
    ObjectNode context = event.putObject("requestContext");
    context.putObject("http").put("method", "POST");
    context
        .putObject("authorizer")
        .putObject("iam")
        .put("userArn", "arn:aws:iam::123456789012:user/chief-executive");

    // Sent to the unqualified function, it is a request without any of a request's fields.
    assertThatThrownBy(() -> stage.functions().invoke(Functions.REQUEST_IMPORT, event.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version");

    URI api = stage.cloud().address().api().resolve("/operations");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(api)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      ImportId id = new ImportId(JSON.readTree(answer.body()).path("operationId").asText());
      String job = traffic.take(stage.cloud().queues().jobs());
      assertThat(answered(id, agent.sealed(agent.result(job))).state())
          .isEqualTo(ImportState.IMPORTED);
      String record = stage.functions().ceremonyRecord(id).orElseThrow();
      JsonNode content =
          JSON.readTree(Base64.getUrlDecoder().decode(List.of(record.split("\\.")).get(1)));
      assertThat(content.path("requester").path("way").asText()).isEqualTo("HTTP_API");
      assertThat(new String(JSON.writeValueAsBytes(content), StandardCharsets.UTF_8))
          .doesNotContain("chief-executive");
    }
  }

  @Test
  void aTagThatTheDeploymentDoesNotAllowIsRefusedBeforeAKeyIsMade() throws Exception {
    ObjectNode request = stage.request();
    request.putObject("newKey").putObject("tags").put("access", "everything");

    assertThatThrownBy(() -> stage.requestImport(request))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("newKey.tags.access: expected a tag key that the setting tagKeys");

    request.putObject("newKey").putObject("tags").put("origin", "hsm");
    ImportId id = stage.requestImport(request);
    String job = traffic.take(stage.cloud().queues().jobs());
    assertThat(answered(id, agent.sealed(agent.result(job))).state())
        .isEqualTo(ImportState.IMPORTED);
  }
}
