package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An attacker in the account suppresses the answer to {@code CreateKey} and plants a key of their
 * own with the import's id, for the next attempt to find.
 */
class PlantedKmsKeyTest {

  private static final String REQUEST =
      "{'clientToken':'t','newKey':{'users':['arn:aws:iam::123456789012:role/app']}}";

  private final CloudHalf half = new CloudHalf();

  @Test
  void isNotUsedByTheNextAttemptOfTheSameInvocation() {
    half.kms.failing("createKey", InMemoryKms.unavailable(false));
    half.kms.failing("keysOf", InMemoryKms.unavailable(false));
    KeyArn planted = half.kms.addEmpty();
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(KmsUnavailableException.class);
    half.kms.tag(planted, KeyTags.IMPORT_ID, id().value());

    assertImportedWithout(planted, half.request(REQUEST));
  }

  @Test
  void isNotUsedByTheScheduleEither() {
    ImportId id = throttledToTheEnd();
    KeyArn planted = planted(id);

    half.resume();

    assertImportedWithout(planted, half.stored(id).record());
  }

  @Test
  void isNotUsedThoughItHasAGuessedNonce() {
    ImportId id = throttledToTheEnd();
    KeyArn planted = planted(id);
    half.kms.tag(planted, KeyTags.NONCE, "guessed");

    assertImportedWithout(planted, half.request(REQUEST));
  }

  /** Anyone who may list a key's tags can read its nonce. */
  @ParameterizedTest
  @CsvSource({
    "policy",
    "spec",
    "usage",
    "origin",
    "material",
    "state",
  })
  void isNotUsedThoughItHasTheNonceIfItIsNotAsRequested(String what) {
    ImportId id = throttledToTheEnd();
    KeyArn planted =
        half.kms.add(
            what.equals("origin") ? "AWS_KMS" : "EXTERNAL",
            what.equals("spec") ? "SM4" : "SYMMETRIC_DEFAULT",
            what.equals("state") ? "Disabled" : "PendingImport",
            what.equals("material") ? Optional.of("material-of-the-attacker") : Optional.empty());
    half.kms.usage(planted, what.equals("usage") ? "GENERATE_VERIFY_MAC" : "ENCRYPT_DECRYPT");
    half.kms.policies.put(
        planted, what.equals("policy") ? InMemoryKms.DEFAULT_POLICY : requestedPolicy());
    half.kms.tag(planted, KeyTags.IMPORT_ID, id.value());
    half.kms.tag(planted, KeyTags.NONCE, "nonce-1");

    assertImportedWithout(planted, half.request(REQUEST));
  }

  @Test
  void aKeyFromBeforeTheRequestIsIgnored() {
    KeyArn planted = planted(id());
    half.now = half.now.plus(Duration.ofMinutes(10));
    ImportId id = throttledToTheEnd();
    half.kms.tag(planted, KeyTags.NONCE, "nonce-1");
    half.kms.policies.put(planted, requestedPolicy());

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.QUEUED);

    assertThat(half.stored(id).record().keyArn()).isNotEqualTo(Optional.of(planted));
  }

  @Test
  void besideTheKeyThatWasCreatedUnseenTheRightOneIsTaken() {
    half.kms.afterCreate.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);
    KeyArn ours = half.kms.keys.keySet().iterator().next();
    KeyArn planted = planted(id());
    half.now = half.now.plus(CloudHalf.TIMEOUT).plusSeconds(3);

    assertImportedWithout(planted, half.request(REQUEST));

    assertThat(half.stored(id()).record().keyArn()).contains(ours);
  }

  @Test
  void besideASecondWorkerThatCreatesAtTheSameTimeOneKeyIsImportedIntoAndNotThePlantedOne() {
    half.kms.afterCreate.add(() -> {
      // The first hangs for longer than its lease; the second takes over and ends it.
      half.now = half.now.plus(CloudHalf.TIMEOUT).plusSeconds(3);
      planted(id());
      half.resume();
    });

    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(KmsUnavailableException.class);

    assertThat(half.stored(id()).record().state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.sent).hasSize(1);
    half.result(half.answer(0));
    assertThat(half.stored(id()).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.kms.orders)
        .singleElement()
        .satisfies(order ->
            assertThat(half.kms.tags(order.key())).containsEntry(KeyTags.NONCE, "nonce-1"));
  }

  @Test
  void twoKeysThatBothAreOursEndTheImportNamingBoth() {
    half.kms.afterCreate.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);
    KeyArn second = planted(id());
    half.kms.tag(second, KeyTags.NONCE, "nonce-1");
    half.kms.policies.put(second, requestedPolicy());
    half.now = half.now.plus(CloudHalf.TIMEOUT).plusSeconds(3);

    ImportRecord record = half.request(REQUEST);

    assertThat(record.failed().code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertThat(half.kms.keys.keySet())
        .hasSize(2)
        .allSatisfy(
            key -> assertThat(record.failed().reason().orElseThrow()).contains(key.toString()));
  }

  @Test
  void theNonceIsStoredBeforeTheKeyIsCreatedAndForgottenWithTheEnd() {
    half.kms.afterCreate.add(() ->
        assertThat(half.stored(id()).progress().nonce()).contains(new CreationNonce("nonce-1")));
    ImportId id = half.request(REQUEST).importId();
    assertThat(half.kms.tags(half.job(0).keyArn())).containsEntry(KeyTags.NONCE, "nonce-1");
    assertThat(half.stored(id).toString()).doesNotContain("nonce-1");
    assertThat(half.lines).noneMatch(line -> line.contains("nonce-1"));

    half.result(half.answer(0));

    assertThat(half.stored(id).progress().nonce()).isEmpty();
  }

  @Test
  void aRequestOfAReleaseWithoutNoncesGetsOneAndAnotherKey() {
    half.kms.afterCreate.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);
    KeyArn old = half.kms.keys.keySet().iterator().next();
    half.kms.untag(old, KeyTags.NONCE);
    half.storedByThePreviousRelease(id());
    half.now = half.now.plus(CloudHalf.TIMEOUT).plusSeconds(3);

    ImportRecord record = half.request(REQUEST);

    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(record.keyArn()).isPresent().isNotEqualTo(Optional.of(old));
  }

  private ImportId throttledToTheEnd() {
    half.kms.failingAlways("createKey", InMemoryKms.unavailable(true));
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(KmsUnavailableException.class);
    half.kms.failures.clear();
    return id();
  }

  private KeyArn planted(ImportId id) {
    KeyArn planted = half.kms.addEmpty();
    half.kms.tag(planted, KeyTags.IMPORT_ID, id.value());
    return planted;
  }

  private ImportId id() {
    return half.id("t");
  }

  private String requestedPolicy() {
    return half.policy(REQUEST);
  }

  private void assertImportedWithout(KeyArn planted, ImportRecord record) {
    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    half.result(half.answer(0));
    assertThat(half.stored(record.importId()).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.kms.orders)
        .extracting(InMemoryKms.Order::key)
        .doesNotContain(planted)
        .hasSize(1);
    if (half.kms.describe(planted.toString()).orElseThrow().content().origin().equals("EXTERNAL")) {
      assertThat(half.lines).anyMatch(l -> l.startsWith("ERROR") && l.contains(planted.toString()));
    }
  }
}
