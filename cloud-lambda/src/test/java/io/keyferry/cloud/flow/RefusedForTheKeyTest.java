package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import org.junit.jupiter.api.Test;

/** Refusals that end an import have a sentence that says what to do. */
class RefusedForTheKeyTest {

  private final CloudHalf half = new CloudHalf();

  @Test
  void whereTheBypassIsForbiddenTheCureIsToNameNobodyOrToAllowIt() {
    half.kms.failing("createKey", InMemoryKms.refusal(KmsRefusedException.Kind.BYPASS_REFUSED));

    ImportRecord record =
        half.request("{'newKey':{'administrators':['arn:aws:iam::123456789012:role/admin']}}");

    assertThat(record.failed().code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertThat(record.failed().reason().orElseThrow())
        .contains(
            "Request again without administrators and users",
            "BypassPolicyLockoutSafetyCheck=true",
            "CT.KMS.PV.3");
  }

  @Test
  void aKeyDisabledBeforeItsProofEndsTheImportAtOnceWithTheReason() {
    ImportId id =
        half.request("{'newKey':{'keySpec':'ECC_NIST_P256','keyUsage':'SIGN_VERIFY'}}").importId();
    half.kms.failing("publicKey", InMemoryKms.refusal(KmsRefusedException.Kind.DISABLED));

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());

    assertThat(half.stored(id).record().failed().reason().orElseThrow())
        .contains("kms:GetPublicKey: DISABLEDException");
    assertThat(half.pauses).isEmpty();
  }
}
