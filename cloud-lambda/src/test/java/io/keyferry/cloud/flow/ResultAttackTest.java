package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingAlgorithm;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results that do not answer the job: forged, from another job, or false. */
class ResultAttackTest {

  private final CloudHalf half = new CloudHalf();
  private ImportId id = new ImportId("00000000-0000-0000-0000-000000000000");

  @BeforeEach
  void queueOneImport() {
    id = half.request("{'newKey':{}}").importId();
  }

  @Test
  void resultForgedByAnotherSigner() {
    assertRejected(SignedMessage.sign(MessageType.WRAP_RESULT, truth(), EcSigner.create()));
  }

  @Test
  void resultInjectedWithOwnKeyMaterial() {
    WrapResult injected = half.agent.result(half.sent.getFirst(), otherMaterial(), half.now);
    assertRejected(SignedMessage.sign(MessageType.WRAP_RESULT, injected, EcSigner.create()));
    String[] parts = half.answer(0).split("\\.", -1);
    String[] forged =
        SignedMessage.sign(MessageType.WRAP_RESULT, injected, EcSigner.create()).split("\\.", -1);
    assertRejected(parts[0] + "." + forged[1] + "." + parts[2]);
  }

  @Test
  void theCloudsOwnJobSentBackAsAResult() {
    assertRejected(half.sent.getFirst());
  }

  @Test
  void theAgentsStatementSentInPlaceOfItsResult() {
    assertRejected(truth().reply().statement());
  }

  @Test
  void whatIsNoMessageAtAll() {
    assertRejected("hello");
  }

  @Test
  void trueResultOfTheAgentForAnotherCloud() {
    WrapResult r = truth();
    WrapResult other =
        WrapResult.to(
            half.job(0),
            EcSigner.create().verificationKey().thumbprint(),
            half.now,
            r.outcome(),
            r.reply().statement());
    assertRejected(half.agent.signed(other));
  }

  @Test
  void trueResultForAnImportThatNobodyRequested() {
    WrapResult r = truth();
    assertRejected(
        half.agent.signed(
            new WrapResult(
                new JobId(new ImportId("00000000-0000-0000-0000-000000000001"), r.attempt()),
                new WrapResult.KmsKey(r.kmsKey().keyArn(), r.kmsKey().wrappingKeyFingerprint()),
                new WrapResult.Reply(
                    r.reply().audience(), r.reply().answeredAt(), r.reply().statement()),
                new WrapResult.Content(r.content().wrapped(), r.content().refused()))));
  }

  @Test
  void resultAfterCompletion() {
    half.result(half.answer(0));
    StoredImport ended = half.stored(id);

    assertThat(half.result(half.answer(0, otherMaterial()))).isEqualTo(new Verdict.Done());

    assertThat(half.stored(id)).isEqualTo(ended);
    assertThat(half.kms.imported).containsExactly(TestAgent.MATERIAL);
  }

  @Test
  void resultThatNamesAnotherKmsKey() {
    WrapJob job = half.job(0);
    assertMismatch(
        result(job.attempt(), half.kms.addEmpty(), job.wrappingKey().fingerprint()), "KMS key");
  }

  @Test
  void resultUnderAnotherWrappingKey() {
    WrapJob job = half.job(0);
    assertMismatch(
        result(job.attempt(), job.keyArn(), Sha256.of(new byte[] {1})), "wrapping key SHA-256");
  }

  @Test
  void resultOfAnAttemptThatWasNeverOrdered() {
    WrapJob job = half.job(0);
    assertMismatch(result(2, job.keyArn(), job.wrappingKey().fingerprint()), "attempt 1");
  }

  @Test
  void resultWrappedByAnotherAlgorithm() {
    WrappedKey key = truth().content().wrapped().orElseThrow();
    assertMismatch(
        half.agent.result(
            half.sent.getFirst(),
            new WrappedKey(
                key.encryptedKeyMaterial(),
                WrappingAlgorithm.RSAES_OAEP_SHA_1,
                key.hsmKey(),
                key.token()),
            half.now),
        "algorithm");
  }

  private WrappedKey otherMaterial() {
    WrappedKey truth = truth().content().wrapped().orElseThrow();
    return new WrappedKey(
        Blob.of(new byte[] {1, 2, 3}), truth.algorithm(), truth.hsmKey(), truth.token());
  }

  private WrapResult truth() {
    return half.agent.result(
        half.sent.getFirst(), TestAgent.wrapped(CkaId.of(half.job(0).importId())), half.now);
  }

  private WrapResult result(int attempt, KeyArn key, Sha256 fingerprint) {
    WrapResult r = truth();
    return new WrapResult(
        new JobId(id, attempt),
        new WrapResult.KmsKey(key, fingerprint),
        new WrapResult.Reply(r.reply().audience(), half.now, r.reply().statement()),
        new WrapResult.Content(r.content().wrapped(), Optional.empty()));
  }

  private void assertRejected(String message) {
    StoredImport before = half.stored(id);
    assertThat(half.result(message)).isInstanceOf(Verdict.Rejected.class);
    assertThat(half.stored(id)).isEqualTo(before);
    assertThat(half.kms.imported).isEmpty();
  }

  private void assertMismatch(WrapResult result, String named) {
    assertThat(half.result(half.agent.signed(result))).isEqualTo(new Verdict.Done());
    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.RESULT_MISMATCH);
    assertThat(record.failed().reason().orElseThrow()).contains(named);
    assertThat(half.kms.imported).isEmpty();
  }
}
