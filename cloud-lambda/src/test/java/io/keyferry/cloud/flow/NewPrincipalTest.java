package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsRefusedException.Kind;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An administrator of the new key is a role that was created seconds before. */
class NewPrincipalTest {

  private static final String REQUEST =
      "{'clientToken':'t','newKey':{'administrators':['arn:aws:iam::123456789012:role/new']}}";
  private final KmsRefusedException unknown = InMemoryKms.refusal(Kind.MALFORMED_POLICY);

  private final CloudHalf half = new CloudHalf();

  @Test
  void isWaitedForWithinTheInvocation() {
    half.kms.failing("createKey", unknown, unknown, unknown);
    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.keys).hasSize(1);
  }

  @Test
  void isWaitedForByTheScheduleWhereTheInvocationIsTooShort() {
    half.kms.failingAlways("createKey", unknown);
    ImportRecord record = half.request(REQUEST);
    assertThat(record.state()).isEqualTo(ImportState.REQUESTED);
    half.kms.failures.clear();
    assertThat(half.resume().taken()).isEmpty();
    half.now = half.now.plus(Duration.ofMinutes(1));

    half.resume();

    assertThat(half.stored(record.importId()).record().state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.keys).hasSize(1);
  }

  @Test
  void thatDoesNotExistEndsTheImportAfterSomeMinutesAndTheSentenceNamesPropagation() {
    half.kms.failingAlways("createKey", unknown);
    ImportId id = half.request(REQUEST).importId();
    half.settle();

    half.resume();

    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertThat(record.failed().reason().orElseThrow())
        .contains("so says KMS", "or not yet: IAM needs some minutes", "request again");
  }

  @Test
  void isNotWaitedForWhereAnOrganizationForbidsTheBypass() {
    half.kms.failing("createKey", InMemoryKms.refusal(Kind.BYPASS_REFUSED));
    ImportRecord record = half.request(REQUEST);
    assertThat(record.failed().reason().orElseThrow())
        .contains("Request again without administrators and users", "CT.KMS.PV.3");

    assertThat(half.request("{'newKey':{}}").state()).isEqualTo(ImportState.QUEUED);
  }
}
