package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From a request to a sent job, without losing anything. */
class RequestHandlingTest {

  private static final String REQUEST = "{'clientToken':'t','newKey':{'alias':'alias/a'}}";

  private final CloudHalf half = new CloudHalf();

  @Test
  void aRequestBecomesOneKeyAndOneSignedJob() {
    ImportRecord record = half.request(REQUEST);

    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    WrapJob job = half.job(0);
    assertThat(job.importId()).isEqualTo(record.importId());
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.validity().audience())
        .isEqualTo(half.agent.signer().verificationKey().thumbprint());
    assertThat(job.keyArn()).isEqualTo(record.keyArn().orElseThrow());
    assertThat(job.validity().expiresAt()).isEqualTo(half.now.plus(CloudHalf.LIFETIME));
    assertThat(Optional.of(job.wrappingKey().fingerprint()))
        .isEqualTo(record.kms().wrappingKeyFingerprint());
    assertThat(record.history())
        .extracting(StepEvent::step)
        .containsExactly(
            ImportStep.REQUEST_ACCEPTED,
            ImportStep.KMS_KEY_CREATED,
            ImportStep.PARAMETERS_OBTAINED,
            ImportStep.RECORD_STORED,
            ImportStep.JOB_SENT);
    assertThat(half.steps).isEqualTo(record.history());
    assertThat(half.stored(record.importId()).revision().leaseUntil()).isEmpty();
  }

  @Test
  void anExistingKeyIsUsedAsItIs() {
    KeyArn key = half.kms.addAllowed();
    half.kms.aliases.put("alias/payments", key);

    ImportRecord record = half.request("{'keyId':'alias/payments'}");

    assertThat(record.keyArn()).contains(key);
    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.keys).hasSize(1);
  }

  @Test
  void neitherRecordNorLogEverHoldsTheImportToken() {
    ImportRecord record = half.request(REQUEST);
    String token =
        half.stored(record.importId()).attempt().orElseThrow().importToken().orElseThrow().base64();
    assertThat(record.toString()).doesNotContain(token, "SECRET-TOKEN");
    assertThat(half.stored(record.importId()).toString()).doesNotContain(token, "SECRET-TOKEN");
    assertThat(half.lines).noneMatch(line -> line.contains(token) || line.contains("SECRET"));
    assertThat(half.sent.getFirst()).doesNotContain(token);
  }

  @Test
  void aRepeatedTokenReturnsTheFirstImport() {
    ImportRecord first = half.request(REQUEST);
    ImportRecord second = half.request(REQUEST);

    assertThat(second).isEqualTo(first);
    assertThat(half.kms.keys).hasSize(1);
    assertThat(half.sent).hasSize(1);
  }

  @Test
  void withoutATokenLambdasOwnRetryIsRecognized() {
    ImportRecord first = half.request("{'newKey':{}}", "one");
    assertThat(half.request("{'newKey':{}}", "one")).isEqualTo(first);
    assertThat(half.request("{'newKey':{}}", "two").importId()).isNotEqualTo(first.importId());
  }

  @Test
  void theTokenOfAnotherRequestIsRefused() {
    half.request(REQUEST);
    assertThatThrownBy(() -> half.request("{'clientToken':'t','newKey':{}}"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.status()).isEqualTo(RefusedException.Status.CONFLICT));
    assertThat(half.kms.keys).hasSize(1);
  }

  @Test
  void waitsWhereKmsDoesNotKnowItsNewKeyEverywhereYet() {
    half.kms.failing(
        "parameters",
        InMemoryKms.refusal(KmsRefusedException.Kind.NOT_FOUND),
        InMemoryKms.refusal(KmsRefusedException.Kind.INVALID_STATE),
        InMemoryKms.unavailable(true));

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.pauses).hasSize(3).allMatch(p -> p.compareTo(Duration.ofSeconds(1)) >= 0);
  }

  @Test
  void aResultThatIsFasterThanTheRecordIsNotUndone() {
    half.afterSend.add(() -> half.result(half.answer(0)));

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.IMPORTED);
  }
}
