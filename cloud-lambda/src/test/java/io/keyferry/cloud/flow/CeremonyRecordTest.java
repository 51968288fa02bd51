package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportParameterFacts;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The content of an import's ceremony record, whatever the outcome. */
class CeremonyRecordTest {

  private static final String NEW_KEY = "{'clientToken':'t','newKey':{}}";

  private final CloudHalf half = new CloudHalf();

  @Test
  void ofAnImportedKeyHoldsEveryFactOfBothHalves() {
    Instant requested = half.now;
    ImportId id = half.request(NEW_KEY, "first").importId();
    Sha256 token = half.stored(id).attempt().orElseThrow().importToken().orElseThrow().sha256();
    half.now = half.now.plusSeconds(60);
    WrapResult result =
        half.agent.result(half.sent.getFirst(), TestAgent.wrapped(CkaId.of(id)), half.now);

    half.result(half.agent.signed(result));

    CeremonyRecord record = half.record(id);
    assertThat(record.recordId()).isEqualTo(id);
    assertThat(record.state()).isEqualTo(ImportState.IMPORTED);
    assertThat(record.order().requestedAt()).isEqualTo(requested);
    assertThat(record.end().endedAt()).isEqualTo(half.now);
    assertThat(record.halves().cloud()).isEqualTo(CloudHalf.SOFTWARE);
    assertThat(record.order().requester())
        .isEqualTo(
            new Requester(
                Requester.Way.HTTP_API, Optional.of("arn:aws:iam::1:role/first"), "first"));
    assertThat(record.kms().kmsKey())
        .contains(
            new KmsKeyFacts(
                half.job(0).keyArn(),
                "123456789012",
                "eu-west-1",
                "EXTERNAL",
                "SYMMETRIC_DEFAULT",
                "Enabled",
                Optional.of(
                    Sha256.of(InMemoryKms.DEFAULT_POLICY.getBytes(StandardCharsets.UTF_8)))));
    assertThat(record.kms().requestIds())
        .containsOnly(
            entry("kms:CreateKey", "CreateKey-1"),
            entry("kms:GetParametersForImport", "GetParametersForImport-2"),
            entry("kms:ImportKeyMaterial", "ImportKeyMaterial-4"),
            entry("kms:DescribeKey", "DescribeKey-5"),
            entry("kms:GetKeyPolicy", "GetKeyPolicy-6"));
    assertThat(record.kms().parameters())
        .contains(
            new ImportParameterFacts(
                half.job(0).wrappingKey().fingerprint(),
                token,
                requested,
                requested.plus(Duration.ofHours(24)),
                half.job(0).wrapping().wrappingAlgorithm(),
                half.job(0).wrapping().wrappingKeySpec()));
    assertThat(record.kms().encryptedKeyMaterial()).contains(TestAgent.MATERIAL.sha256());
    assertThat(record.kms().keyMaterialId()).contains("material-id");
    assertThat(record.halves().statement()).contains(result.reply().statement());
    assertThat(record.end().code()).isEmpty();
    assertThat(record.order().verifies()).isEmpty();
  }

  @Test
  void holdsNeitherTheTokenNorTheWrappedKey() {
    ImportId id = half.request(NEW_KEY).importId();
    half.result(half.answer(0));
    assertThat(half.record(id).toString()).doesNotContain("SECRET", TestAgent.MATERIAL.base64());
  }

  @Test
  void ofARefusalByTheAgentHoldsItsStatementAndNoMaterial() {
    ImportId id = half.request(NEW_KEY).importId();
    half.result(half.answer(0, Failure.of(FailureCode.POLICY, "allow the account")));

    CeremonyRecord record = half.record(id);
    assertThat(record.state()).isEqualTo(ImportState.FAILED);
    assertThat(record.end().code()).contains(FailureCode.POLICY);
    assertThat(record.end().reason()).contains("allow the account");
    assertThat(record.halves().statement()).isPresent();
    assertThat(record.kms().encryptedKeyMaterial()).isEmpty();
    assertThat(record.kms().parameters()).isPresent();
    assertThat(record.kms().kmsKey().orElseThrow().state()).isEqualTo("PendingImport");
  }

  @Test
  void ofARefusalByKmsHasWhatKmsWasSentAndItsRequestId() {
    ImportId id = half.request(NEW_KEY).importId();
    half.kms.failing(
        "importMaterial", InMemoryKms.refusal(KmsRefusedException.Kind.INVALID_CIPHERTEXT));
    half.result(half.answer(0));

    CeremonyRecord record = half.record(id);
    assertThat(record.end().code()).contains(FailureCode.MATERIAL_REFUSED);
    assertThat(record.kms().encryptedKeyMaterial()).contains(TestAgent.MATERIAL.sha256());
    assertThat(record.kms().requestIds())
        .containsEntry("kms:ImportKeyMaterial", "refused-INVALID_CIPHERTEXT");
  }

  @Test
  void ofARequestThatFailedBeforeAnyKeyHoldsOnlyTheRequest() {
    half.kms.failing("createKey", InMemoryKms.refusal(KmsRefusedException.Kind.LIMIT_EXCEEDED));
    ImportRecord failed = half.request(NEW_KEY);

    CeremonyRecord record = half.record(failed.importId());
    assertThat(record.end().code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertThat(record.halves().attempt()).isZero();
    assertThat(record.kms().kmsKey()).isEmpty();
    assertThat(record.kms().parameters()).isEmpty();
    assertThat(record.halves().statement()).isEmpty();
    assertThat(record.kms().requestIds()).containsOnlyKeys("kms:CreateKey");
  }

  @Test
  void goesWithoutAPolicyThatKmsDoesNotShow() {
    ImportId id = half.request(NEW_KEY).importId();
    half.kms.failing("keyPolicy", InMemoryKms.refusal(KmsRefusedException.Kind.ACCESS_DENIED));
    half.result(half.answer(0));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.record(id).kms().kmsKey().orElseThrow().policy()).isEmpty();
    assertThat(half.record(id).kms().requestIds())
        .containsEntry("kms:GetKeyPolicy", "refused-ACCESS_DENIED");
  }

  @Test
  void goesWithoutAKeyThatKmsDoesNotShowAndNamesTheCallThatItRefused() {
    ImportId id = half.request(NEW_KEY).importId();
    half.kms.failing("describe", InMemoryKms.refusal(KmsRefusedException.Kind.ACCESS_DENIED));
    half.result(half.answer(0, Failure.of(FailureCode.POLICY, "allow the account")));
    assertThat(half.record(id).kms().kmsKey()).isEmpty();
    assertThat(half.record(id).kms().requestIds())
        .containsEntry("kms:DescribeKey", "refused-ACCESS_DENIED");
  }

  @Test
  void theKeyPolicyIsReadOnlyWhenTheKeyIsEnabled() {
    ImportId id = half.request(NEW_KEY).importId();
    half.kms.failing("keyPolicy", InMemoryKms.unavailable(false));
    assertThatThrownBy(() -> half.result(half.answer(0)))
        .isInstanceOf(KmsUnavailableException.class);
    assertThat(half.kms.keys.get(half.job(0).keyArn()))
        .extracting(KeyFacts::state)
        .isEqualTo("Enabled");
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);
  }

  @Test
  void namesTheFirstRequesterOfARepeatedRequest() {
    half.afterSend.add(() -> {
      throw InMemoryKms.unavailable(false);
    });
    assertThatThrownBy(() -> half.request(NEW_KEY, "first"))
        .isInstanceOf(KmsUnavailableException.class);
    ImportId id = half.request(NEW_KEY, "second").importId();
    half.result(half.answer(1));
    assertThat(half.record(id).order().requester().requestId()).isEqualTo("first");
  }

  @Test
  void hasTheParametersOfTheAttemptThatSucceeded() {
    ImportId id = half.request(NEW_KEY).importId();
    half.now = half.now.plus(Duration.ofHours(25));
    Instant second = half.now;
    half.result(half.answer(0));
    half.result(half.answer(1));

    assertThat(half.record(id).halves().attempt()).isEqualTo(2);
    assertThat(half.record(id).kms().parameters().orElseThrow().obtainedAt()).isEqualTo(second);
  }
}
