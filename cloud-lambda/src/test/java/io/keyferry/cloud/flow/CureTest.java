package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KmsRefusedException.Kind;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sentence with which the cloud half ends an import names a cure; each is tried here. */
class CureTest {

  private static final String NEW = "{'newKey':{'alias':'alias/a'}}";
  private static final String PAIR =
      "{'newKey':{'alias':'alias/a','keySpec':'RSA_2048','keyUsage':'SIGN_VERIFY'}}";

  private final CloudHalf half = new CloudHalf();
  private String existing = "";
  private KeyArn key = CloudHalf.SIGNING_KEY;

  @BeforeEach
  void anExistingKey() {
    key = half.kms.addAllowed();
    existing = "{'keyId':'" + key + "'}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ACCESS_DENIED|Allow it to the function's role, then request again",
        "LIMIT_EXCEEDED|Request a higher KMS quota or delete unused keys, then request again",
        "MALFORMED_POLICY|Check that each exists, then request again",
        "OTHER|Correct what KMS names, then request again"
      })
  void ofAKeyThatKmsDoesNotCreate(Kind kind, String cure) {
    half.kms.failingAlways("createKey", InMemoryKms.refusal(kind));
    ImportId id = half.request(NEW).importId();
    if (kind == Kind.MALFORMED_POLICY) {
      half.settle();
      half.resume();
    }
    assertFailed(id, FailureCode.KMS_KEY_REFUSED, cure);

    half.kms.failures.clear();
    assertImported(NEW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ACCESS_DENIED|in IAM and in the key policy, then request again",
        "INVALID_STATE|Somebody has changed the new KMS key: find out who, then request again",
        "OTHER|Correct what KMS names, then request again"
      })
  void ofParametersThatKmsDoesNotReturnForNewKeys(Kind kind, String cure) {
    half.kms.failingAlways("parameters", InMemoryKms.refusal(kind));
    ImportId id = half.request(NEW).importId();
    half.settle();
    half.resume();
    assertFailed(id, FailureCode.PARAMETERS_REFUSED, cure);

    half.kms.failures.clear();
    assertImported(NEW);
  }

  @Test
  void ofAnExistingKeyThatIsBeingDeleted() {
    half.kms.afterTags.add(() -> half.kms.become(key, "PendingDeletion"));
    ImportId id = half.request(existing).importId();
    half.settle();
    half.resume();
    assertFailed(
        id,
        FailureCode.PARAMETERS_REFUSED,
        "Bring the KMS key into a state that allows this call, then request again");

    half.kms.become(key, "PendingImport");
    assertImported(existing);
  }

  @Test
  void ofADeletedExistingKey() {
    half.kms.afterTags.add(() -> half.kms.keys.remove(key));
    ImportId id = half.request(existing).importId();
    half.settle();
    half.resume();
    assertFailed(id, FailureCode.PARAMETERS_REFUSED, "request an import into a new one");

    assertImported(NEW);
  }

  @Test
  void ofAKeyThatIsDeletedWhenTheResultArrives() {
    ImportId id = half.request(NEW).importId();
    half.kms.keys.remove(half.job(0).keyArn());
    half.settle();
    half.result(half.answer(0));
    assertFailed(id, FailureCode.MATERIAL_REFUSED, "request an import into a new KMS key");

    assertImported(NEW);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofMaterialThatDoesNotUnwrap(boolean isNew) {
    String request = isNew ? NEW : existing;
    half.kms.failing("importMaterial", InMemoryKms.refusal(Kind.INVALID_CIPHERTEXT));
    ImportId id = half.request(request).importId();
    half.result(half.answer(0));
    assertFailed(
        id,
        FailureCode.MATERIAL_REFUSED,
        "Check the agent's log and the HSM's firmware, then request again");

    assertImported(request);
  }

  @Test
  void ofAnExistingKeyThatSomebodyElseHasFilledMeanwhile() {
    ImportId id = half.request(existing).importId();
    half.kms.fill(key, Blob.of(new byte[] {9}));
    half.result(half.answer(0));
    assertFailed(id, FailureCode.MATERIAL_DIFFERS, "Request an import into a new KMS key");

    assertImported(NEW);
  }

  @Test
  void ofAnExpirationThatHasPassed() {
    ImportId id = half.request("{'newKey':{},'expiration':'2026-11-24'}").importId();
    half.now = half.now.plus(Duration.ofDays(1));
    half.result(half.answer(0));
    assertFailed(id, FailureCode.EXPIRATION_PASSED, "Request again with a later one");

    assertImported("{'newKey':{},'expiration':'2026-11-30'}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofAnAgentThatIsSilent(boolean isNew) {
    String request = isNew ? NEW : existing;
    ImportId id = half.request(request).importId();
    for (int i = 0; i < JobId.MAX_ATTEMPTS; i++) {
      half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
      half.resume();
    }
    assertFailed(
        id, FailureCode.TOO_MANY_ATTEMPTS, "Check that the agent runs", "then request again");

    assertImported(request);
  }

  @Test
  void ofAVerificationWhoseAgentIsSilent() {
    String verify = "{'verify':{'importId':'" + assertImported(NEW) + "'}}";
    ImportId id = half.request(verify).importId();
    for (int i = 0; i < JobId.MAX_ATTEMPTS; i++) {
      half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
      half.resume();
    }
    assertFailed(id, FailureCode.TOO_MANY_ATTEMPTS, "then request again");

    assertImported(verify);
  }

  @Test
  void ofARequestThatNeverBecomesAJob() {
    half.kms.failingAlways("parameters", new IllegalStateException("down"));
    assertThatThrownBy(() -> half.request(NEW)).hasMessage("down");
    ImportId id = half.store.imports.keySet().iterator().next();
    for (int i = 0; i < 5; i++) {
      half.resume();
      half.now = half.now.plus(Duration.ofMinutes(81));
    }
    assertFailed(id, FailureCode.TOO_MANY_ATTEMPTS, "Correct that, then request again");

    half.kms.failures.clear();
    assertImported(NEW);
  }

  @Test
  void ofAnAgentThatIsNoLongerEnrolled() {
    half.enrol(CloudHalf.FIRST, CloudHalf.OTHER);
    String request = "{'newKey':{'alias':'alias/a'},'agent':'hsm-1'}";
    ImportId id = half.request(request).importId();
    half.enrol(CloudHalf.OTHER);
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    half.resume();
    assertFailed(id, FailureCode.AGENT_UNKNOWN, "Enroll it again under that name");

    half.enrol(CloudHalf.FIRST, CloudHalf.OTHER);
    assertImported(request);
  }

  @Test
  void ofAResultThatAnswersNoJob() {
    ImportId id = half.request(NEW).importId();
    WrapResult truth =
        half.agent.result(half.sent.getFirst(), TestAgent.wrapped(half.job(0)), half.now);
    half.result(
        half.agent.signed(
            new WrapResult(
                new JobId(id, 2),
                new WrapResult.KmsKey(
                    truth.kmsKey().keyArn(), truth.kmsKey().wrappingKeyFingerprint()),
                new WrapResult.Reply(
                    truth.reply().audience(),
                    truth.reply().answeredAt(),
                    truth.reply().statement()),
                new WrapResult.Content(truth.content().wrapped(), Optional.empty()))));
    assertFailed(id, FailureCode.RESULT_MISMATCH, "then request again");

    assertImported(NEW);
  }

  @Test
  void ofAnotherKeyInKms() {
    half.kms.publicKey = Blob.of(new byte[] {7});
    ImportId id = half.request(PAIR).importId();
    half.result(half.answer(0));
    assertFailed(id, FailureCode.MATERIAL_DIFFERS, "then request an import into a new KMS key");

    half.kms.publicKey = TestAgent.PUBLIC_KEY;
    assertImported(PAIR);
  }

  @Test
  void ofAPublicKeyThatKmsDoesNotReturn() {
    half.kms.failing("publicKey", InMemoryKms.refusal(Kind.OTHER));
    ImportId id = half.request(PAIR).importId();
    half.result(half.answer(0));
    assertFailed(
        id,
        FailureCode.MATERIAL_REFUSED,
        "Correct what KMS names, then request an import into a new KMS key");

    assertImported(PAIR);
  }

  @Test
  void ofAPublicKeyThatKmsDoesNotReturnForAVerification() {
    String verify = "{'verify':{'importId':'" + assertImported(PAIR) + "'}}";
    half.kms.failing("publicKey", InMemoryKms.refusal(Kind.OTHER));
    ImportId id = half.request(verify).importId();
    half.result(half.answer(1));
    assertFailed(id, FailureCode.MATERIAL_REFUSED, "Correct what KMS names, then request again");

    assertImported(verify);
  }

  @Test
  void ofAKeyThatWasDisabledAfterItsMaterialCame() {
    ImportId id = half.request(NEW).importId();
    half.kms.become(half.job(0).keyArn(), "Disabled");
    half.result(half.answer(0));
    assertFailed(id, FailureCode.MATERIAL_REFUSED, "Request an import into a new KMS key");

    assertImported(NEW);
  }

  @ParameterizedTest
  @CsvSource({"Disabled", "PendingDeletion"})
  void ofAVerificationWhoseKeyWasTakenOutOfUse(String state) {
    String verify = "{'verify':{'importId':'" + assertImported(NEW) + "'}}";
    KeyArn verified = half.job(0).keyArn();
    ImportId id = half.request(verify).importId();
    half.kms.become(verified, state);
    half.result(half.answer(1));
    assertFailed(id, FailureCode.MATERIAL_REFUSED, "request again once that is resolved");

    half.kms.become(verified, "Enabled");
    assertImported(verify);
  }

  @Test
  void ofAVerificationWhoseKeyGotAnotherExpiration() {
    ImportId first = assertImported("{'newKey':{},'expiration':'2027-01-31'}");
    ImportId id = half.request("{'verify':{'importId':'" + first + "'}}").importId();
    half.kms.prolong(half.job(0).keyArn(), Expiration.NEVER);
    half.result(half.answer(1));
    assertFailed(id, FailureCode.MATERIAL_REFUSED, "request \"expiration\": \"never\"");

    assertImported("{'verify':{'importId':'" + first + "'},'expiration':'never'}");
  }

  @Test
  void ofAnAliasThatAnotherKeyHas() {
    ImportId id = half.request(NEW).importId();
    half.kms.aliases.put("alias/a", key);
    half.result(half.answer(0));
    assertFailed(
        id,
        FailureCode.KMS_KEY_REFUSED,
        "aws kms create-alias --alias-name NAME --target-key-id " + half.job(0).keyArn(),
        "aws kms update-alias --alias-name alias/a --target-key-id " + half.job(0).keyArn());

    half.kms.createAlias("alias/b", half.job(0).keyArn());
    assertThat(half.kms.describe("alias/b").orElseThrow().content())
        .returns(half.job(0).keyArn(), KeyFacts::arn)
        .returns("Enabled", KeyFacts::state);
  }

  @Test
  void ofAnAliasThatKmsDoesNotTake() {
    half.kms.failing("createAlias", InMemoryKms.refusal(Kind.LIMIT_EXCEEDED));
    ImportId id = half.request(NEW).importId();
    half.result(half.answer(0));
    assertFailed(id, FailureCode.KMS_KEY_REFUSED, "can be used; give it another alias");

    half.kms.createAlias("alias/b", half.job(0).keyArn());
    assertThat(half.kms.aliases).containsEntry("alias/b", half.job(0).keyArn());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofARefusalOfTheAgent(boolean isNew) {
    String request = isNew ? NEW : existing;
    ImportId id = half.request(request).importId();
    half.result(half.answer(0, Failure.of(FailureCode.POLICY, "allow it, then request again")));
    assertFailed(id, FailureCode.POLICY, "then request again");

    assertImported(request);
  }

  private void assertFailed(ImportId id, FailureCode code, String... sentences) {
    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(code);
    assertThat(record.failed().reason().orElseThrow()).contains(sentences);
  }

  /** Requests, answers and expects the import to succeed. */
  private ImportId assertImported(String request) {
    ImportRecord record = half.request(request);
    assertThat(record.state()).as(record.toString()).isEqualTo(ImportState.QUEUED);
    half.result(half.answer(half.sent.size() - 1));
    ImportRecord ended = half.stored(record.importId()).record();
    assertThat(ended.state()).as(ended.toString()).isEqualTo(ImportState.IMPORTED);
    return record.importId();
  }
}
