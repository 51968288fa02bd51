package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.KmsProof;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * KMS holds the key that left the HSM: what KMS says about it is compared with what the HSM said.
 */
class SameKeyTest {

  private static final Blob OTHER = Blob.of(new byte[] {9, 9});

  private final CloudHalf half = new CloudHalf();

  @ParameterizedTest
  @CsvSource({
    "RSA_3072,SIGN_VERIFY,RSA_AES_KEY_WRAP_SHA_256",
    "ECC_NIST_P521,KEY_AGREEMENT,RSA_AES_KEY_WRAP_SHA_256",
    "HMAC_384,GENERATE_VERIFY_MAC,RSAES_OAEP_SHA_256"
  })
  void ordersTheRequestedKindOfKey(KeySpec spec, String usage, WrappingAlgorithm algorithm) {
    half.request(newKey(spec.name(), usage));
    WrapJob job = half.job(0);
    assertThat(job.keySpec()).isEqualTo(spec);
    assertThat(job.wrapping().wrappingAlgorithm()).isEqualTo(algorithm);
  }

  @Test
  void aPairIsProvedByItsPublicKey() {
    ImportId id = imported("ECC_NIST_P256", "SIGN_VERIFY");
    CeremonyRecord record = half.record(id);
    assertThat(record.kms().proof()).contains(KmsProof.ofPublicKey(TestAgent.PUBLIC_KEY));
    assertThat(record.kms().requestIds()).containsKey("kms:GetPublicKey");
    assertThat(record.kms().keyMaterialId()).isEmpty();
    assertThat(steps(id)).contains(ImportStep.KEY_PROVED);
  }

  @Test
  void anHmacKeyIsProvedByTheMacOfTheHsmsChallenge() {
    ImportId id = imported("HMAC_384", "GENERATE_VERIFY_MAC");
    assertThat(half.record(id).kms().proof()).contains(KmsProof.ofMac(TestAgent.MAC.mac()));
    assertThat(half.record(id).kms().requestIds()).containsKey("kms:GenerateMac");
  }

  @Test
  void anAesKeyHasNothingToCompare() {
    ImportId id = imported("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
    assertThat(half.record(id).kms().proof()).isEmpty();
    assertThat(half.kms.calls).doesNotContain("publicKey", "mac");
    assertThat(steps(id)).doesNotContain(ImportStep.KEY_PROVED);
  }

  @Test
  void anotherPublicKeyInKms() {
    half.kms.publicKey = OTHER;
    assertAnotherKey(
        "RSA_2048", "SIGN_VERIFY", "a public key with SHA-256 " + TestAgent.PUBLIC_KEY.sha256());
  }

  @Test
  void anotherMacOfTheSameChallengeInKms() {
    half.kms.mac = OTHER;
    assertAnotherKey("HMAC_384", "GENERATE_VERIFY_MAC", "the MAC of its challenge");
  }

  private void assertAnotherKey(String spec, String usage, String expected) {
    ImportId id = half.request(newKey(spec, usage)).importId();
    half.result(half.answer(0));
    ImportRecord record = half.stored(id).record();
    assertThat(record.state()).isEqualTo(ImportState.FAILED);
    assertThat(record.failed().code()).contains(FailureCode.MATERIAL_DIFFERS);
    assertThat(record.failed().reason().orElseThrow())
        .contains(expected, "found SHA-256 " + OTHER.sha256(), "Find out who holds that key");
  }

  @Test
  void theStepsOfAnImportThatIsNotProvedSayThatTheMaterialIsInKms() {
    half.kms.publicKey = OTHER;
    ImportId id = half.request(newKey("RSA_2048", "SIGN_VERIFY")).importId();
    half.result(half.answer(0));
    assertThat(steps(id))
        .endsWith(
            ImportStep.MATERIAL_IMPORTED,
            ImportStep.KEY_ENABLED,
            ImportStep.KEY_DISABLED,
            ImportStep.FAILED)
        .doesNotContain(ImportStep.KEY_PROVED);
    assertThat(half.record(id).kms().encryptedKeyMaterial()).isPresent();
  }

  @Test
  void anImportWhosePublicKeyKmsDoesNotReturnEndsWithKmsReason() {
    half.kms.failing("publicKey", InMemoryKms.refusal(KmsRefusedException.Kind.OTHER));
    ImportId id = half.request(newKey("RSA_2048", "SIGN_VERIFY")).importId();
    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.MATERIAL_REFUSED);
    assertThat(record.failed().reason().orElseThrow())
        .contains("KMS refused kms:GetPublicKey", "so says KMS");
  }

  /** IAM depends on the key's tag, which may take minutes to take effect. */
  @Test
  void thePublicKeyIsAskedForAgainWhereTheTagIsNew() {
    half.kms.failing("publicKey", InMemoryKms.refusal(KmsRefusedException.Kind.ACCESS_DENIED));
    ImportId id = half.request(newKey("RSA_2048", "SIGN_VERIFY")).importId();

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void anImportWaitsIfTheFunctionMayNotGetThePublicKey() {
    half.kms.failing("publicKey", InMemoryKms.refusal(KmsRefusedException.Kind.ACCESS_DENIED));
    ImportId id = half.request(newKey("RSA_2048", "SIGN_VERIFY")).importId();
    half.settle();
    assertThatExceptionOfType(KmsRefusedException.class)
        .isThrownBy(() -> half.result(half.answer(0)));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void aResultWithoutThePublicKeyOfItsPairIsNoAnswerAndIsNotImported() {
    ImportId id = half.request(newKey("RSA_2048", "SIGN_VERIFY")).importId();
    half.result(
        half.agent.signed(
            half.agent.result(
                half.sent.getFirst(),
                TestAgent.withoutProof(TestAgent.wrapped(half.job(0))),
                half.now)));
    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.RESULT_MISMATCH);
    assertThat(record.failed().reason().orElseThrow())
        .contains("expected a public key of the HSM in the result, found not in it");
    assertThat(half.kms.imported).isEmpty();
  }

  @Test
  void aPairIsVerifiedByComparisonAndNothingIsImportedAgain() {
    ImportId first = imported("RSA_2048", "SIGN_VERIFY");
    ImportId id = half.request("{'verify':{'importId':'" + first + "'}}").importId();
    half.result(half.answer(1));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.record(id).kms().proof()).isPresent();
    assertThat(half.record(id).kms().encryptedKeyMaterial()).isEmpty();
    assertThat(half.kms.imported).hasSize(1);
  }

  @Test
  void aPairThatWasReplacedInTheHsmIsNotProvedAndKmsKeepsWhatItHas() {
    ImportId first = imported("RSA_2048", "SIGN_VERIFY");
    half.kms.publicKey = OTHER;
    ImportId id = half.request("{'verify':{'importId':'" + first + "'}}").importId();
    half.result(half.answer(1));
    assertThat(half.stored(id).record().failed().code()).contains(FailureCode.MATERIAL_DIFFERS);
    assertThat(half.kms.imported).hasSize(1);
  }

  @Test
  void ordersTheKeyOfTheHsmThatTheRequestNames() {
    ImportId id =
        half.request("{'newKey':{},'hsmKey':{'label':'payments','makeExtractable':true}}")
            .importId();
    assertThat(half.job(0).hsm().existingKey()).contains(HsmKeyName.parse("label:payments"));
    assertThat(half.job(0).hsm().makeExtractable()).isTrue();

    half.result(half.answer(0));

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.record(id).order().existingKey()).contains(HsmKeyName.parse("label:payments"));
  }

  @Test
  void aKeyOfTheHsmUnderAnotherLabelThanTheRequestNamesIsNotImported() {
    ImportId id = half.request("{'newKey':{},'hsmKey':{'label':'payments'}}").importId();
    half.result(
        half.agent.signed(
            half.agent.result(half.sent.getFirst(), TestAgent.wrapped(CkaId.of(id)), half.now)));
    assertThat(half.stored(id).record().failed().reason().orElseThrow())
        .contains("expected HSM key label 'payments', found label 'keyferry'");
    assertThat(half.kms.imported).isEmpty();
  }

  private ImportId imported(String spec, String usage) {
    ImportId id = half.request(newKey(spec, usage)).importId();
    assertThat(half.result(half.answer(half.sent.size() - 1))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    return id;
  }

  private List<ImportStep> steps(ImportId id) {
    return half.stored(id).record().history().stream().map(StepEvent::step).toList();
  }

  private static String newKey(String spec, String usage) {
    return "{'newKey':{'keySpec':'%s','keyUsage':'%s'}}".formatted(spec, usage);
  }
}
