package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An import does not undo what an administrator did to the KMS key since the request, however often
 * its result is delivered.
 */
class UndoneByNobodyTest {

  private final CloudHalf half = new CloudHalf();

  @ParameterizedTest
  @ValueSource(strings = {"Disabled", "PendingImport", "PendingDeletion", "Unavailable"})
  void byARedeliveryAfterTheFunctionDiedBetweenImportAndEnd(String state) {
    ImportId id = half.request("{'newKey':{}}").importId();
    String answer = killedAfterTheImport(0);
    KeyArn key = half.job(0).keyArn();
    half.kms.become(key, state);
    half.now = half.now.plus(Duration.ofMinutes(6));

    assertThat(half.result(answer)).isEqualTo(new Verdict.Done());

    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.MATERIAL_REFUSED);
    assertThat(record.failed().reason().orElseThrow())
        .contains("has changed since the request", key + " empty or Enabled, found it " + state);
    assertThat(half.kms.imported).hasSize(1);
    assertThat(state(key)).isEqualTo(state);
    assertThat(half.record(id).kms().kmsKey().orElseThrow().state()).isEqualTo(state);
  }

  @Test
  void ofAPairByARedelivery() {
    ImportId id =
        half.request("{'newKey':{'keySpec':'RSA_2048','keyUsage':'SIGN_VERIFY'}}").importId();
    String answer = killedAfterTheImport(0);
    half.kms.become(half.job(0).keyArn(), "Disabled");

    half.result(answer);

    assertThat(half.stored(id).record().failed().code()).contains(FailureCode.MATERIAL_REFUSED);
    assertThat(state(half.job(0).keyArn())).isEqualTo("Disabled");
  }

  @Test
  void byTheNextAttemptOfTheSchedule() {
    ImportId id = half.request("{'newKey':{}}").importId();
    killedAfterTheImport(0);
    half.kms.become(half.job(0).keyArn(), "Disabled");
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    half.resume();

    half.result(half.answer(1));

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.FAILED);
    assertThat(state(half.job(0).keyArn())).isEqualTo("Disabled");
  }

  @Test
  void aKeyThatIsStillEnabledGetsTheSameMaterialOnceMoreAndTheImportEndsWell() {
    ImportId id = half.request("{'newKey':{}}").importId();
    String answer = killedAfterTheImport(0);
    half.result(answer);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.kms.imported).hasSize(2);
  }

  @Test
  void aKeyDisabledWhileItsPublicKeyIsAskedForIsNotProvedAndStaysDisabled() {
    ImportId id =
        half.request("{'newKey':{'keySpec':'RSA_2048','keyUsage':'SIGN_VERIFY'}}").importId();
    half.kms.failing("publicKey", InMemoryKms.refusal(KmsRefusedException.Kind.DISABLED));

    half.result(half.answer(0));

    assertThat(half.stored(id).record().failed().reason().orElseThrow())
        .contains("not proved", "request an import into a new KMS key");
  }

  private String killedAfterTheImport(int job) {
    half.kms.afterImport.add(() -> {
      throw new Killed();
    });
    String answer = half.answer(job);
    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(Killed.class);
    return answer;
  }

  private String state(KeyArn key) {
    return half.kms.describe(key.toString()).orElseThrow().content().state();
  }
}
