package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends an import before its job is sent. */
class RequestFailureTest {

  private static final String REQUEST = "{'clientToken':'t','newKey':{'alias':'alias/a'}}";

  private final CloudHalf half = new CloudHalf();

  @ParameterizedTest
  @EnumSource(
      value = KmsRefusedException.Kind.class,
      names = {"ACCESS_DENIED", "LIMIT_EXCEEDED", "OTHER"})
  void aRefusedKeyEndsTheImportWithKmsSentenceAndACure(KmsRefusedException.Kind kind) {
    half.kms.failing("createKey", InMemoryKms.refusal(kind));

    ImportRecord record = half.request(REQUEST);

    assertThat(record.state()).isEqualTo(ImportState.FAILED);
    assertThat(record.failed().code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertThat(record.failed().reason().orElseThrow()).contains("so says KMS", "request again");
    assertThat(half.request(REQUEST)).isEqualTo(record);
  }

  @Test
  void refusedParametersEndTheImport() {
    half.kms.failing("parameters", InMemoryKms.refusal(KmsRefusedException.Kind.OTHER));
    ImportRecord record = half.request(REQUEST);

    assertThat(record.failed().code()).contains(FailureCode.PARAMETERS_REFUSED);
    assertThat(record.keyArn()).isEqualTo(half.kms.keys.keySet().stream().findFirst());
    assertThat(record.history())
        .extracting(StepEvent::step)
        .containsExactly(
            ImportStep.REQUEST_ACCEPTED, ImportStep.KMS_KEY_CREATED, ImportStep.FAILED);
  }
}
