package io.keyferry.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.Blob;
import io.keyferry.model.CkaId;
import io.keyferry.model.Envelope;
import io.keyferry.model.FailureCode;
import io.keyferry.model.HsmKeyReport;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportState;
import io.keyferry.model.KeyArn;
import io.keyferry.model.KmsKeyId;
import io.keyferry.model.MessageType;
import io.keyferry.model.TokenIdentity;
import io.keyferry.model.VerificationKey;
import io.keyferry.model.WrapJob;
import io.keyferry.model.WrapResult;
import io.keyferry.model.WrappedKey;
import io.keyferry.model.WrappingPublicKey;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Someone can write to the queues. The agent's token is watched by a spy. */
class ForgeryIT {

  @TempDir private Path folder;
  private Spy spy;
  private Stage stage;
  private JobTraffic traffic;
  private LocalQueues queues;
  private ImportId id;
  private KeyArn key;
  private String trueJob;
  private WrapJob job;

  @BeforeEach
  void takeATrueJobOffTheQueue() throws Exception {
    spy = Spy.writingTo(folder.resolve("spy.log"));
    stage = Stage.openThrough(spy, TokenKind.NSS, folder);
    traffic = new JobTraffic(stage.cloud());
    queues = stage.cloud().queues();
    id = stage.requestImport();
    key = stage.functions().read(id).keyArn().orElseThrow();
    trueJob = traffic.take(queues.jobs());
    job = Envelope.open(MessageType.WRAP_JOB, trueJob, cloudKey());
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void jobForgedByAnotherSigner() throws Exception {
    assertForgedJobDoesNothing(
        Envelope.seal(MessageType.WRAP_JOB, job, Forger.honestAboutItsKey()), "OTHER_SIGNER");
  }

  @Test
  void jobWithSwappedWrappingKey() throws Exception {
    WrapJob swapped = withWrappingKey(attackersWrappingKey());
    assertForgedJobDoesNothing(
        Envelope.seal(MessageType.WRAP_JOB, swapped, Forger.claiming(cloudKey())),
        "SIGNATURE_INVALID");
  }

  @Test
  void jobWithChangedKeyArnUnderTheTrueSignature() throws Exception {
    WrapJob redirected = withKeyArn("00000000-0000-4000-8000-000000000000");
    String forged = Envelope.seal(MessageType.WRAP_JOB, redirected, Forger.claiming(cloudKey()));
    String[] parts = forged.split("\\.", -1);
    String trueSignature = trueJob.split("\\.", -1)[2];
    assertForgedJobDoesNothing(
        parts[0] + "." + parts[1] + "." + trueSignature, "SIGNATURE_INVALID");
  }

  @Test
  void authenticButExpiredJobEndsFailedWithTheReason() throws Exception {
    Instant issued = Instant.now().minus(Duration.ofHours(2));
    WrapJob expired = withTimes(issued, issued.plus(Duration.ofHours(1)));
    String sealed = Envelope.seal(MessageType.WRAP_JOB, expired, traffic.cloudSigner());
    traffic.makeItTheJobOf(id, sealed);
    traffic.send(queues.jobs(), key, sealed);

    stage.startAgent();
    ImportRecord ended = stage.ended(id);

    assertThat(ended.state()).isEqualTo(ImportState.FAILED);
    assertThat(ended.code()).contains(FailureCode.JOB_EXPIRED);
    assertThat(ended.reason()).get().asString().contains("before its end");
    assertThat(spy.callsThatCreateOrWrap()).isEmpty();
  }

  @Test
  void poisonInTheJobsQueueLandsInTheDeadLetterQueue() throws Exception {
    assertForgedJobDoesNothing("not a message at all", "NOT_A_COMPACT_JWS");
  }

  @Test
  void forgedResultWithAKeyOfTheAttackersOwn() throws Exception {
    WrapResult answer =
        WrapResult.to(job, cloudKey().thumbprint(), Instant.now(), attackersWrappedKey(), "a.b.c");
    String forged =
        Envelope.seal(MessageType.WRAP_RESULT, answer, Forger.claiming(stage.agentKey()));
    traffic.send(queues.results(), key, forged);
    traffic.send(queues.results(), key, "poison");

    assertThat(traffic.deadLetters(queues.resultsDeadLetters(), 2)).contains(forged, "poison");
    assertThat(stage.functions().read(id).state()).isEqualTo(ImportState.QUEUED);
    assertThat(stage.kmsCalls("ImportKeyMaterial", key.toString())).isZero();

    assertTrueJobStillImported();
  }

  private void assertForgedJobDoesNothing(String forged, String reason) throws Exception {
    traffic.send(queues.jobs(), key, forged);
    stage.startAgent();

    assertThat(traffic.deadLetters(queues.jobsDeadLetters())).contains(forged);
    assertThat(stage.agentLog()).contains(reason);
    assertThat(spy.callsThatCreateOrWrap()).isEmpty();
    assertThat(stage.functions().read(id).state()).isEqualTo(ImportState.QUEUED);
    stage.stopAgent();

    assertTrueJobStillImported();
  }

  private void assertTrueJobStillImported() throws Exception {
    traffic.send(queues.jobs(), key, trueJob, "the-true-one-again");
    stage.startAgent();
    assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);
    assertThat(stage.keysInHsm(id)).hasSize(1);
  }

  private VerificationKey cloudKey() {
    return VerificationKey.ofPem(stage.cloud().address().signingKeyPem());
  }

  private static WrappingPublicKey attackersWrappingKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return WrappingPublicKey.of(generator.generateKeyPair().getPublic().getEncoded());
  }

  private WrappedKey attackersWrappedKey() throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        job.wrappingKey().rsa(job.wrappingKeySpec()),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    byte[] known = new byte[32];
    new SecureRandom().nextBytes(known);
    return new WrappedKey(
        Blob.of(cipher.doFinal(known)),
        job.wrappingAlgorithm(),
        new HsmKeyReport(
            CkaId.of(id),
            "keyferry",
            HsmKeyReport.Origin.GENERATED,
            Map.of("CKA_SENSITIVE", true),
            Optional.empty(),
            Optional.empty()),
        new TokenIdentity("label", "serial", "manufacturer", "model", "1.0"));
  }

  private WrapJob withWrappingKey(WrappingPublicKey wrappingKey) {
    return copy(job.keyArn(), job.issuedAt(), job.expiresAt(), wrappingKey);
  }

  private WrapJob withKeyArn(String otherKey) {
    KeyArn other = new KeyArn(key.partition(), key.region(), key.account(), new KmsKeyId(otherKey));
    return copy(other, job.issuedAt(), job.expiresAt(), job.wrappingKey());
  }

  private WrapJob withTimes(Instant issuedAt, Instant expiresAt) {
    return copy(job.keyArn(), issuedAt, expiresAt, job.wrappingKey());
  }

  private WrapJob copy(
      KeyArn keyArn, Instant issuedAt, Instant expiresAt, WrappingPublicKey wrappingKey) {
    return new WrapJob(
        job.importId(),
        job.attempt(),
        job.audience(),
        issuedAt,
        expiresAt,
        keyArn,
        job.keySpec(),
        job.wrappingAlgorithm(),
        job.wrappingKeySpec(),
        wrappingKey,
        job.existingKey(),
        job.makeExtractable());
  }
}
