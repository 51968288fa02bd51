package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsRefusedException.Kind;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The alias comes last: it never leads to an unproved key. */
class AliasTest {

  private static final String AES = "{'newKey':{'alias':'alias/a'}}";
  private static final String PAIR =
      "{'newKey':{'alias':'alias/a','keySpec':'RSA_2048','keyUsage':'SIGN_VERIFY'}}";

  private final CloudHalf half = new CloudHalf();

  @Test
  void isGivenAfterTheProofAndBeforeTheEnd() {
    ImportId id = half.request(PAIR).importId();
    assertThat(half.kms.aliases).isEmpty();
    half.kms.afterAlias.add(
        () -> assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED));

    half.result(half.answer(0));

    assertThat(half.kms.aliases).containsEntry("alias/a", half.job(0).keyArn());
    assertThat(half.kms.calls).containsSubsequence("publicKey", "createAlias");
    assertThat(half.stored(id).record().history())
        .extracting(StepEvent::step)
        .endsWith(ImportStep.KEY_PROVED, ImportStep.ALIAS_CREATED, ImportStep.IMPORTED);
    assertThat(half.record(id).kms().requestIds()).containsKey("kms:CreateAlias");
  }

  @Test
  void aDisprovedKeyNeverHasIt() {
    half.kms.publicKey = Blob.of(new byte[] {7});
    half.request(PAIR);
    half.result(half.answer(0));
    assertThat(half.kms.aliases).isEmpty();
  }

  @Test
  void afterAFailureTheSameRequestIsAcceptedAgainAndTheNewKeyGetsTheAlias() {
    half.request(AES);
    half.result(half.answer(0, Failure.of(FailureCode.POLICY, "allow it")));

    ImportId again = half.request(AES).importId();
    half.result(half.answer(1));

    assertThat(half.stored(again).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.kms.aliases).containsEntry("alias/a", half.job(1).keyArn());
  }

  @Test
  void anAliasThatIsTakenIsRefusedWithTheRequest() {
    half.kms.aliases.put("alias/a", half.kms.addEmpty());
    assertThatThrownBy(() -> half.request(AES))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("newKey.alias: expected an alias that is not in use");
  }

  @Test
  void killedAfterCreateAliasTheNextDeliveryFindsItsOwnAlias() {
    ImportId id = half.request(AES).importId();
    half.kms.afterAlias.add(() -> {
      throw new Killed();
    });
    String answer = half.answer(0);
    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(Killed.class);

    half.result(answer);

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.kms.aliases).containsEntry("alias/a", half.job(0).keyArn());
  }

  @Test
  void anAliasThatExistsButIsNotKnownEverywhereYetIsAskedForAgain() {
    ImportId id = half.request(AES).importId();
    half.kms.failing("createAlias", InMemoryKms.refusal(Kind.ALREADY_EXISTS));

    half.result(half.answer(0));

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.kms.aliases).containsEntry("alias/a", half.job(0).keyArn());
  }

  @Test
  void anAliasThatStaysUnknownWaitsForTheNextDelivery() {
    ImportId id = half.request(AES).importId();
    half.kms.failingAlways("createAlias", InMemoryKms.refusal(Kind.ALREADY_EXISTS));
    String answer = half.answer(0);

    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(KmsUnavailableException.class);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);

    half.kms.failures.clear();
    half.result(answer);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void anAliasThatAnotherKeyGotMeanwhileEndsTheImportAndTheKeyStaysUsable() {
    ImportId id = half.request(AES).importId();
    KeyArn other = half.kms.addEmpty();
    half.kms.aliases.put("alias/a", other);

    half.result(half.answer(0));

    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertThat(record.failed().reason().orElseThrow())
        .contains(
            "found it on " + other,
            "can be used",
            "aws kms create-alias --alias-name NAME --target-key-id " + half.job(0).keyArn());
    assertThat(half.kms.keys.get(half.job(0).keyArn()))
        .extracting(KeyFacts::state)
        .isEqualTo("Enabled");
    assertThat(half.kms.aliases).containsEntry("alias/a", other);
  }

  /** Its policy need not let the account's IAM policies govern it. */
  @Test
  void anAliasTakenMeanwhileByAKeyThatTheFunctionMayNotReadEndsTheImport() {
    ImportId id = half.request(AES).importId();
    KeyArn other = half.kms.addEmpty();
    half.kms.aliases.put("alias/a", other);
    half.kms.unreadable.add(other);

    half.result(half.answer(0));

    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertThat(record.failed().reason().orElseThrow())
        .contains("found it on a key that this function may not read", "aws kms create-alias");
  }

  @Test
  void aRoleThatMayNotCreateItLeavesTheImportForTheNextDelivery() {
    ImportId id = half.request(AES).importId();
    half.kms.failing("createAlias", InMemoryKms.refusal(Kind.ACCESS_DENIED));
    half.settle();
    String answer = half.answer(0);
    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(KmsRefusedException.class);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);
    half.result(answer);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  /** IAM depends on the new key's tag, which may take minutes to take effect. */
  @Test
  void aRefusalWhileTheTagIsNewIsTooEarlyAndTriedAgain() {
    ImportId id = half.request(AES).importId();
    half.kms.failing("createAlias", InMemoryKms.refusal(Kind.ACCESS_DENIED));

    half.result(half.answer(0));

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.kms.aliases).containsEntry("alias/a", half.job(0).keyArn());
  }

  @Test
  void aVerificationGivesNone() {
    ImportId first = half.request(AES).importId();
    half.result(half.answer(0));
    half.kms.aliases.clear();
    half.request("{'verify':{'importId':'" + first + "'}}");
    half.now = half.now.plus(Duration.ofHours(1));
    half.result(half.answer(1));
    assertThat(half.kms.aliases).isEmpty();
  }
}
