package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException.Kind;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A compromised agent wraps an attacker's key: the proof shows that KMS holds it. */
class DisprovedKeyTest {

  private static final String PAIR =
      "{'newKey':{'alias':'alias/a','keySpec':'RSA_2048','keyUsage':'SIGN_VERIFY'}}";
  private static final Blob ATTACKERS = Blob.of(new byte[] {7});

  private final CloudHalf half = new CloudHalf();

  @Test
  void theNewKeyIsDisabledAndTheImportEnds() {
    ImportId id = disproved();

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());

    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.MATERIAL_DIFFERS);
    assertThat(record.failed().reason().orElseThrow()).contains("KeyFerry has disabled it");
    assertThat(state(half.job(0).keyArn())).isEqualTo("Disabled");
    assertThat(half.record(id).kms().kmsKey().orElseThrow().state()).isEqualTo("Disabled");
    assertThat(half.record(id).kms().requestIds()).containsKey("kms:DisableKey");
    assertThat(half.lines).anyMatch(l -> l.startsWith("ERROR " + id + " expected KMS to return"));
  }

  @Test
  void killedAfterDisableKeyTheNextDeliveryEndsItForTheSameReason() {
    ImportId id = disproved();
    half.kms.afterDisable.add(() -> {
      throw new Killed();
    });
    String answer = half.answer(0);
    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(Killed.class);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);

    assertThat(half.result(answer)).isEqualTo(new Verdict.Done());

    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.MATERIAL_DIFFERS);
    assertThat(record.history())
        .extracting(StepEvent::step)
        .containsOnlyOnce(
            ImportStep.MATERIAL_IMPORTED, ImportStep.KEY_ENABLED, ImportStep.KEY_DISABLED);
    assertThat(state(half.job(0).keyArn())).isEqualTo("Disabled");
    assertThat(half.kms.imported).hasSize(1);
    assertThat(half.record(id).kms().encryptedKeyMaterial()).contains(TestAgent.MATERIAL.sha256());
  }

  @Test
  void aDisproofIsNotForgottenThoughKmsShowsTheRightKeyLater() {
    ImportId id = disproved();
    half.kms.failing("disable", InMemoryKms.unavailable(false));
    String answer = half.answer(0);
    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(KmsUnavailableException.class);
    half.kms.publicKey = TestAgent.PUBLIC_KEY;

    half.result(answer);

    assertThat(half.stored(id).record().failed().code()).contains(FailureCode.MATERIAL_DIFFERS);
    assertThat(state(half.job(0).keyArn())).isEqualTo("Disabled");
    assertThat(half.kms.aliases).isEmpty();
  }

  @Test
  void whileIamDoesNotSeeTheNewTagItIsRetried() {
    ImportId id = disproved();
    half.kms.failing("disable", InMemoryKms.refusal(Kind.ACCESS_DENIED));
    String answer = half.answer(0);

    assertThat(half.result(answer)).isInstanceOf(Verdict.Again.class);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);

    half.now = half.now.plus(Duration.ofMinutes(6));
    half.result(answer);
    assertThat(half.stored(id).record().failed().reason().orElseThrow())
        .contains("has disabled it");
  }

  @Test
  void aKeyThatKeyFerryMayNotDisableIsTheOperatorsToDisable() {
    ImportId id = disproved();
    half.settle();
    half.kms.failing("disable", InMemoryKms.refusal(Kind.ACCESS_DENIED));

    half.result(half.answer(0));

    assertThat(half.stored(id).record().failed().reason().orElseThrow())
        .contains(
            "could not disable it",
            "so says KMS",
            "aws kms disable-key --key-id " + half.job(0).keyArn());
  }

  @Test
  void anExistingKeyIsTheOwnersToDisable() {
    KeyArn key =
        half.kms.allow(half.kms.add("EXTERNAL", "RSA_2048", "PendingImport", Optional.empty()));
    half.kms.publicKey = ATTACKERS;
    ImportId id = half.request("{'keyId':'%s'}".formatted(key)).importId();

    half.result(half.answer(0));

    assertThat(half.kms.calls).doesNotContain("disable");
    assertThat(half.stored(id).record().failed().reason().orElseThrow())
        .contains("aws kms disable-key --key-id " + key);
  }

  @Test
  void aVerificationDisablesNothing() {
    ImportId first = half.request(PAIR).importId();
    half.result(half.answer(0));
    half.kms.publicKey = ATTACKERS;
    ImportId id = half.request("{'verify':{'importId':'" + first + "'}}").importId();

    half.result(half.answer(1));

    assertThat(state(half.job(0).keyArn())).isEqualTo("Enabled");
    assertThat(half.stored(id).record().failed().reason().orElseThrow())
        .contains("One of the two was replaced", "HSM's own log")
        .doesNotContain("disable");
  }

  @Test
  void theScheduleEndsWhatNoDeliveryCameToEnd() {
    ImportId id = disproved();
    half.kms.failing("disable", InMemoryKms.unavailable(false));
    String answer = half.answer(0);
    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(KmsUnavailableException.class);
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));

    half.resume();

    assertThat(half.stored(id).record().failed().code()).contains(FailureCode.MATERIAL_DIFFERS);
    assertThat(half.stored(id).record().failed().reason().orElseThrow())
        .contains("Make sure that it is disabled: aws kms disable-key");
    assertThat(half.sent).hasSize(1);
  }

  private ImportId disproved() {
    half.kms.publicKey = ATTACKERS;
    return half.request(PAIR).importId();
  }

  private String state(KeyArn key) {
    return half.kms.describe(key.toString()).orElseThrow().content().state();
  }
}
