package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.request.RequestLimits;
import io.keyferry.cloud.request.WrappingLimits;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A caller without rights to a KMS key tries to use KeyFerry's rights to it. */
class KeyConsentTest {

  private final CloudHalf half = new CloudHalf();

  @Test
  void anotherTeamsEmptyKeyIsNotImportedIntoUntilItsOwnerTagsIt() {
    KeyArn key = half.kms.addEmpty();
    String request = "{'keyId':'" + key + "'}";
    assertThatThrownBy(() -> half.request(request))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(
            "aws kms tag-resource --key-id %s --tags TagKey=keyferry:allow-import,TagValue=true"
                .formatted(key))
        .hasMessageContaining("found a key without it");
    assertThat(half.store.imports).isEmpty();

    half.kms.tag(key, "keyferry:allow-import", "true");

    assertThat(half.request(request).state()).isEqualTo(ImportState.QUEUED);
  }

  @Test
  void anotherValueOfTheTagIsNoConsent() {
    KeyArn key = half.kms.addEmpty();
    half.kms.tag(key, KeyTags.ALLOW_IMPORT, "no");
    assertThatThrownBy(() -> half.request("{'keyId':'" + key + "'}"))
        .hasMessageContaining("found 'keyferry:allow-import=no'");
  }

  @Test
  void theTagOfAnImportIsNoConsentToAnother() {
    half.request("{'newKey':{}}");
    assertThatThrownBy(() -> half.request("{'keyId':'" + half.job(0).keyArn() + "'}"))
        .hasMessageContaining("keyferry:allow-import");
  }

  @Test
  void whileIamDoesNotSeeTheNewTagTheImportWaitsAndThenContinues() {
    half.kms.tagsCountAfter = Duration.ofMinutes(4);
    KeyArn key = half.kms.addAllowed();

    ImportRecord record = half.request("{'keyId':'" + key + "'}");

    assertThat(record.state()).isEqualTo(ImportState.REQUESTED);
    half.now = half.now.plus(Duration.ofMinutes(4));
    assertThat(half.resume().taken()).containsExactly(record.importId());
    half.result(half.answer(0));
    assertThat(half.stored(record.importId()).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void aTagThatTheOwnerRemovedAgainEndsTheImportAndTheCureWorks() {
    KeyArn key = half.kms.addAllowed();
    half.kms.failingAlways("parameters", InMemoryKms.unavailable(false));
    String request = "{'clientToken':'t','keyId':'" + key + "'}";
    assertThatThrownBy(() -> half.request(request)).isInstanceOf(KmsUnavailableException.class);
    half.kms.failures.clear();
    half.kms.untag(key, KeyTags.ALLOW_IMPORT);
    half.settle();

    half.resume();

    ImportRecord record = half.stored(half.id("t")).record();
    assertThat(record.failed().code()).contains(FailureCode.PARAMETERS_REFUSED);
    assertThat(record.failed().reason().orElseThrow())
        .contains("its owner's tag keyferry:allow-import=true", "request again");
    half.kms.tag(key, KeyTags.ALLOW_IMPORT, "true");
    assertThat(half.request("{'keyId':'" + key + "'}").state()).isEqualTo(ImportState.QUEUED);
  }

  /** Or that was never set: an earlier release, which did not require it, sent the job. */
  @Test
  void aTagThatTheOwnerRemovedBeforeTheResultIsNamedWheneverTheImportIsResumed() {
    KeyArn key = half.kms.addAllowed();
    ImportId id = half.request("{'keyId':'" + key + "'}").importId();
    half.kms.untag(key, KeyTags.ALLOW_IMPORT);
    half.now = half.now.plus(Duration.ofHours(1));
    String answer = half.answer(0);
    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(KmsRefusedException.class);
    half.now = half.now.plus(CloudHalf.LIFETIME);

    half.resume();

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.lines)
        .filteredOn(line -> line.startsWith("ERROR"))
        .last()
        .asString()
        .contains("keyferry:allow-import=true");
  }

  @Test
  void whatIsImportedOnConsentIsVerifiedOnConsent() {
    KeyArn key = half.kms.addAllowed();
    ImportId id = half.request("{'keyId':'" + key + "'}").importId();
    half.result(half.answer(0));
    String verify = "{'verify':{'importId':'" + id + "'}}";
    half.kms.untag(key, KeyTags.ALLOW_IMPORT);
    assertThatThrownBy(() -> half.request(verify))
        .hasMessageContaining("verify.importId: expected a KMS key whose owner allows the import");

    half.kms.tag(key, KeyTags.ALLOW_IMPORT, "true");

    assertThat(half.request(verify).state()).isEqualTo(ImportState.QUEUED);
  }

  @Test
  void aKeyThatAnAdministratorDisabledIsNotEnabledWhereTheDeploymentDoesNotAllowIt() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.result(half.answer(0));
    KeyArn key = half.job(0).keyArn();
    half.kms.become(key, "Disabled");
    half.limit(new RequestLimits(WrappingLimits.NONE, List.of(), false));

    assertThatThrownBy(
            () -> half.request("{'verify':{'importId':'%s','evenIfDisabled':true}}".formatted(id)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(
            "verify.evenIfDisabled: expected false, because the setting allowEvenIfDisabled");
    assertThatThrownBy(() -> half.request("{'verify':{'importId':'%s'}}".formatted(id)))
        .hasMessageContaining("enable the key first")
        .hasMessageNotContaining("set evenIfDisabled");

    half.kms.become(key, "Enabled");
    assertThat(half.request("{'verify':{'importId':'%s'}}".formatted(id)).state())
        .isEqualTo(ImportState.QUEUED);
  }

  @Test
  void aNewKeyGetsNoTagThatTheDeploymentDoesNotAllow() {
    half.limit(new RequestLimits(WrappingLimits.NONE, List.of("origin"), false));
    assertThatThrownBy(() -> half.request("{'newKey':{'tags':{'origin':'hsm','team':'a'}}}"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("newKey.tags.team: expected a tag key that the setting tagKeys");
    assertThat(half.kms.keys).isEmpty();
    assertThat(half.request("{'newKey':{'tags':{'origin':'hsm'}}}").state())
        .isEqualTo(ImportState.QUEUED);
  }
}
