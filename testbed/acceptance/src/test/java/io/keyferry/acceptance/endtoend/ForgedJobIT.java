package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.acceptance.localstack.AlsoOnLocalStack;
import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.testing.Jws;
import io.keyferry.model.testing.Signatures;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks by someone who can write to the jobs queue. One agent, whose token is watched by a spy,
 * receives each forgery of an authentic job, then the authentic job.
 */
@AlsoOnLocalStack
class ForgedJobIT {

  private static final int ATTACKS = 12;

  /** The functions that create, change or use a key. */
  private static final List<String> ONE_IMPORT =
      List.of("C_CreateObject", "C_GenerateKey", "C_WrapKey");

  @TempDir private static Path folder;
  private static Spy spy;
  private static Stage stage;
  private static JobTraffic traffic;
  private static LocalQueues queues;
  private static VerificationKey cloudKey;
  private static final Deque<TakenJob> targets = new ArrayDeque<>();

  @BeforeAll
  static void receiveAuthenticJobs() throws Exception {
    spy = Spy.writingTo(folder.resolve("spy.log"));
    stage = Stage.openThrough(spy, TokenKind.NSS, folder);
    traffic = new JobTraffic(stage.cloud());
    queues = stage.cloud().queues();
    cloudKey = TakenJob.cloudKey(stage);
    for (int i = 0; i < ATTACKS; i++) {
      targets.add(TakenJob.from(stage));
    }
    stage.startAgent();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void jobForgedByAnotherSigner() throws Exception {
    meets(
        "OTHER_SIGNER",
        target -> SignedMessage.sign(MessageType.WRAP_JOB, target.job(), EcSigner.create()));
  }

  @Test
  void wrappingKeySwappedByAnotherSignerUnderTheCloudsKeyId() throws Exception {
    String attackers = AttackersKey.inBase64();
    meets(
        "SIGNATURE_INVALID",
        target -> {
          Jws swapped = replaced(target, target.wrappingKey(), attackers);
          return Signatures.signed(swapped, EcSigner.claiming(cloudKey)).toString();
        });
  }

  @Test
  void wrappingKeySwappedUnderTheAuthenticSignature() throws Exception {
    String attackers = AttackersKey.inBase64();
    meets(
        "SIGNATURE_INVALID",
        target -> replaced(target, target.wrappingKey(), attackers).toString());
  }

  @Test
  void keyArnSwappedUnderTheAuthenticSignature() throws Exception {
    meets(
        "SIGNATURE_INVALID",
        target ->
            replaced(target, target.key().keyId().value(), "00000000-0000-4000-8000-000000000000")
                .toString());
  }

  @Test
  void downgradedAlgorithm() throws Exception {
    meets(
        "SIGNATURE_INVALID",
        target ->
            replaced(target, target.job().wrapping().wrappingAlgorithm().name(), "RSAES_PKCS1_V1_5")
                .toString());
  }

  @Test
  void jobForAnotherAgent() throws Exception {
    String other = EcSigner.create().verificationKey().thumbprint().value();
    meets(
        "OTHER_AUDIENCE",
        target ->
            signedByTheCloud(replaced(target, target.job().validity().audience().value(), other)));
  }

  @Test
  void algorithmNone() throws Exception {
    meets(
        "WRONG_HEADER",
        target -> {
          Jws job = Jws.of(target.sealed());
          return job.header(
                  job.headerText().replace("ES256", "none").getBytes(StandardCharsets.UTF_8))
              .signature(new byte[0])
              .toString();
        });
  }

  @Test
  void hmacWithThePublicKeyAsTheSecret() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(cloudKey.pem().getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    meets(
        "WRONG_HEADER",
        target -> {
          Jws job = Jws.of(target.sealed());
          Jws symmetric =
              job.header(
                  job.headerText().replace("ES256", "HS256").getBytes(StandardCharsets.UTF_8));
          return symmetric.signature(mac.doFinal(symmetric.signed())).toString();
        });
  }

  @Test
  void oversizedJson() throws Exception {
    meets(
        "TOO_LONG",
        target -> target.saying("{\"importId\":\"" + "a".repeat(200_000) + "\"}").toString());
  }

  @Test
  void deeplyNestedJsonUnderTheCloudsOwnSignature() throws Exception {
    meets(
        "CONTENT_INVALID",
        target -> signedByTheCloud(target.saying("[".repeat(2000) + "]".repeat(2000))));
  }

  @Test
  void duplicateJsonNameUnderTheCloudsOwnSignature() throws Exception {
    meets(
        "CONTENT_INVALID",
        target ->
            signedByTheCloud(
                target.saying(target.payload().replaceFirst("\\{", "{\"attempt\":1,"))));
  }

  @Test
  void poison() throws Exception {
    meets("NOT_A_COMPACT_JWS", target -> "not a message at all, " + target.id());
  }

  private static long rejected(String flaw) throws Exception {
    return stage
        .agentLog()
        .lines()
        .filter(line -> line.contains("no HSM call made: " + flaw))
        .count();
  }

  /**
   * Asserts no call to the HSM, no call to KMS and an unchanged record; then that the authentic job
   * is carried out.
   */
  private static void meets(String flaw, Forgery forgery) throws Exception {
    TakenJob target = targets.remove();
    String forged = forgery.of(target);
    int before = spy.callsThatCreateOrWrap().size();
    long rejected = rejected(flaw);

    traffic.send(queues.jobs(), target.key(), forged);

    assertThat(traffic.take(queues.jobsDeadLetters())).isEqualTo(forged);
    assertThat(rejected(flaw)).isGreaterThan(rejected);
    // A message with a flaw that was seen before is only counted.
    assertThat(stage.auditLines("MESSAGE_REJECTED", "\"flaw\":\"" + flaw + "\"")).isNotEmpty();
    assertThat(stage.auditLines("MESSAGE_REJECTED", digest(forged)))
        .allSatisfy(line -> assertThat(line).contains("\"flaw\":\"" + flaw + "\""));
    assertThat(spy.callsThatCreateOrWrap()).hasSize(before);
    assertThat(stage.functions().read(target.id()).state()).isEqualTo(ImportState.QUEUED);
    assertThat(stage.kmsCalls("ImportKeyMaterial", target.key().toString())).isZero();

    traffic.send(queues.jobs(), target.key(), target.sealed(), "again-" + target.id());
    assertThat(stage.ended(target.id()).state()).isEqualTo(ImportState.IMPORTED);
    assertThat(spy.callsThatCreateOrWrap().subList(before, before + ONE_IMPORT.size()))
        .containsExactlyElementsOf(ONE_IMPORT);
    assertThat(spy.callsThatCreateOrWrap()).hasSize(before + ONE_IMPORT.size());
    assertThat(stage.kmsCalls("ImportKeyMaterial", target.key().toString())).isOne();
  }

  @FunctionalInterface
  private interface Forgery {
    String of(TakenJob target) throws Exception;
  }

  private static Jws replaced(TakenJob target, String from, String to) {
    assertThat(target.payload()).contains(from);
    return target.saying(target.payload().replace(from, to));
  }

  private static String signedByTheCloud(Jws job) throws Exception {
    return Signatures.signed(job, traffic.cloudSigner()).toString();
  }

  private static String digest(String body) {
    return Sha256.of(body.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
