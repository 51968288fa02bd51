package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.acceptance.localstack.AlsoOnLocalStack;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.testing.Jws;
import io.keyferry.model.testing.Signatures;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks by someone who can write to the results queue, or by an agent that lies. Every import
 * here is queued, attacked, and then answered correctly; KMS's calls are counted where KMS accepts
 * them.
 */
@AlsoOnLocalStack
class ForgedResultIT {

  @TempDir private static Path folder;
  private static CloudStage stage;
  private static JobTraffic traffic;
  private static SoftwareAgent agent;
  private static SoftwareAgent forger;

  private ImportId id = new ImportId("00000000-0000-0000-0000-000000000000");
  private String job = "";
  private KeyArn key = KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/mrk-" + "0".repeat(32));

  @BeforeAll
  static void openACloudThatHasEnrolledTheAgent() throws Exception {
    EcSigner enrolled = EcSigner.create();
    stage = CloudStage.openFor(enrolled.verificationKey(), folder);
    traffic = new JobTraffic(stage.cloud());
    VerificationKey cloudKey = TakenJob.cloudKey(stage);
    agent = new SoftwareAgent(enrolled, cloudKey);
    forger = new SoftwareAgent(EcSigner.claiming(enrolled.verificationKey()), cloudKey);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void queueAnImport() throws Exception {
    job = order();
    WrapJob ordered = agent.job(job);
    id = ordered.importId();
    key = ordered.keyArn();
  }

  @Test
  void resultForgedByAnotherSigner() throws Exception {
    SoftwareAgent stranger = new SoftwareAgent(EcSigner.create(), agent.cloud());
    meets(stranger.sealed(stranger.result(job)));
  }

  @Test
  void resultInjectedWithOwnKeyMaterial() throws Exception {
    meets(forger.sealed(forger.result(job)));
  }

  @Test
  void resultInjectedWithOwnKeyMaterialUnderAnAuthenticSignature() throws Exception {
    Jws truth = Jws.of(agent.sealed(agent.result(job)));
    Jws injected = Jws.of(forger.sealed(forger.result(job)));
    meets(new Jws(truth.header(), injected.payload(), truth.signature()).toString());
  }

  @Test
  void forgedFailureOfTheImport() throws Exception {
    meets(forger.sealed(forger.result(job, Failure.of(FailureCode.POLICY, "not allowed"))));
  }

  @Test
  void jobSentBackAsAResult() throws Exception {
    meets(job);
  }

  @Test
  void algorithmNone() throws Exception {
    Jws truth = Jws.of(agent.sealed(agent.result(job)));
    meets(
        truth
            .header(utf8(truth.headerText().replace("ES256", "none")))
            .signature(new byte[0])
            .toString());
  }

  @Test
  void hmacWithThePublicKeyAsTheSecret() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(utf8(agent.signer().verificationKey().pem()), "HmacSHA256"));
    Jws truth = Jws.of(forger.sealed(forger.result(job)));
    Jws symmetric = truth.header(utf8(truth.headerText().replace("ES256", "HS256")));
    meets(symmetric.signature(mac.doFinal(symmetric.signed())).toString());
  }

  @Test
  void oversizedJson() throws Exception {
    meets(payload("{\"importId\":\"" + "a".repeat(200_000) + "\"}"));
  }

  @Test
  void deeplyNestedJsonUnderTheAgentsOwnSignature() throws Exception {
    meets(payload("[".repeat(2000) + "]".repeat(2000)));
  }

  @Test
  void duplicateJsonNameUnderTheAgentsOwnSignature() throws Exception {
    String truth = Jws.of(agent.sealed(agent.result(job))).payloadText();
    meets(payload(truth.replaceFirst("\\{", "{\"attempt\":1,")));
  }

  @Test
  void poison() throws Exception {
    meets("not a message at all, " + id);
  }

  @Test
  void authenticResultOfAnotherImportEndsOnlyThatImport() throws Exception {
    String otherJob = order();
    WrapJob other = agent.job(otherJob);

    send(agent.sealed(agent.result(otherJob)));

    assertThat(stage.ended(other.importId()).state()).isEqualTo(ImportState.IMPORTED);
    assertThat(stage.functions().read(id).state()).isEqualTo(ImportState.QUEUED);
    assertThat(imports()).isZero();
    assertTrueResultIsImported();
  }

  @Test
  void resultOfTheAgentThatNamesAnotherImportsKeyEndsTheImportAndImportsNothing() throws Exception {
    WrapJob other = agent.job(order());
    WrapResult truth = agent.result(job);
    send(
        agent.sealed(
            new WrapResult(
                new JobId(id, truth.attempt()),
                new WrapResult.KmsKey(other.keyArn(), other.wrappingKey().fingerprint()),
                new WrapResult.Reply(
                    truth.reply().audience(),
                    truth.reply().answeredAt(),
                    truth.reply().statement()),
                new WrapResult.Content(truth.content().wrapped(), truth.content().refused()))));

    ImportRecord ended = stage.ended(id);
    assertThat(ended.failed().code()).contains(FailureCode.RESULT_MISMATCH);
    assertThat(imports()).isZero();
    assertThat(stage.kmsCalls("ImportKeyMaterial", other.keyArn().toString())).isZero();
  }

  @Test
  void resultAfterCompletion() throws Exception {
    assertTrueResultIsImported();
    ImportRecord before = stage.functions().read(id);

    send(agent.sealed(agent.result(job)));
    Eventually.of(
        () -> traffic.outstanding(stage.cloud().queues().results()),
        outstanding -> outstanding == 0,
        "the results queue");

    assertThat(stage.functions().read(id)).isEqualTo(before);
    assertThat(imports()).isOne();
  }

  /**
   * Asserts that the message becomes a dead letter, that nothing changes, and that the authentic
   * result is still accepted.
   */
  private void meets(String forged) throws Exception {
    ImportRecord before = stage.functions().read(id);
    send(forged);

    assertThat(traffic.take(stage.cloud().queues().resultsDeadLetters())).isEqualTo(forged);
    assertThat(stage.functions().read(id)).isEqualTo(before);
    assertThat(imports()).isZero();

    assertTrueResultIsImported();
  }

  private void assertTrueResultIsImported() throws Exception {
    send(agent.sealed(agent.result(job)));
    ImportRecord ended = stage.ended(id);
    assertThat(ended.state()).as(ended.toString()).isEqualTo(ImportState.IMPORTED);
    assertThat(imports()).isOne();
  }

  /** Requests an import and receives its job. */
  private static String order() throws Exception {
    return TakenJob.from(stage).sealed();
  }

  private void send(String message) {
    traffic.send(stage.cloud().queues().results(), key, message);
  }

  private long imports() throws Exception {
    return stage.kmsCalls("ImportKeyMaterial", key.toString());
  }

  private String payload(String text) throws Exception {
    Jws truth = Jws.of(agent.sealed(agent.result(job)));
    return Signatures.signed(truth.payload(utf8(text)), agent.signer()).toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
