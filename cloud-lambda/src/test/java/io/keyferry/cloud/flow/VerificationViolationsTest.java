package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.event.RefusedException;
import io.keyferry.model.input.Violation;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifications that are refused with all their violations: nothing was done. */
class VerificationViolationsTest {

  private final CloudHalf half = new CloudHalf();
  private ImportId first = new ImportId("00000000-0000-0000-0000-000000000000");
  private KeyArn key = CloudHalf.SIGNING_KEY;

  @BeforeEach
  void importAKey() {
    first = half.request("{'newKey':{},'expiration':'2027-01-31'}").importId();
    half.result(half.answer(0));
    key = half.job(0).keyArn();
  }

  @Test
  void ofAnImportThatDoesNotExist() {
    assertThat(violations("{'verify':{'importId':'00000000-0000-0000-0000-000000000009'}}"))
        .extracting(Violation::path)
        .containsExactly("verify.importId");
  }

  @Test
  void ofAnImportThatIsNotFinished() {
    ImportId queued = half.request("{'newKey':{}}").importId();
    half.kms.become(half.job(1).keyArn(), "Enabled");
    assertThat(violations("{'verify':{'importId':'" + queued + "'}}"))
        .extracting(Violation::found)
        .containsExactly("state QUEUED");
  }

  @Test
  void ofADeletedKey() {
    half.kms.keys.remove(key);
    assertThat(violations(verify()))
        .extracting(Violation::found)
        .containsExactly(key + ", which does not");
  }

  @Test
  void ofADisabledKeyUnlessItIsOrderedEvenThen() {
    half.kms.become(key, "Disabled");
    assertThat(violations(verify()))
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.path()).isEqualTo("verify.evenIfDisabled");
          assertThat(violation.expected()).contains("set evenIfDisabled");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"PendingImport", "PendingDeletion", "Creating", "Unavailable"})
  void ofAKeyThatHoldsNothingOrTakesNothing(String state) {
    half.kms.become(key, state);
    assertThat(violations(verify()))
        .singleElement()
        .satisfies(violation -> assertThat(violation.found()).contains("state " + state));
  }

  @Test
  void allAtOnce() {
    half.kms.become(key, "Disabled");
    half.now = half.now.plusSeconds(365L * 24 * 3600);
    assertThat(
            violations(
                "{'verify':{'importId':'%s','more':1},'keyId':5,'expiration':'never','wrappingAlgorithm':'RSAES_PKCS1_V1_5'}"
                    .formatted(first)))
        .extracting(Violation::path)
        .containsExactlyInAnyOrder(
            "verify.more",
            "keyId",
            "request",
            "wrappingAlgorithm",
            "expiration",
            "verify.evenIfDisabled");
    assertThat(half.sent).hasSize(1);
    assertThat(half.store.imports).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'verify':{}}|verify.importId",
        "{'verify':{'importId':'X'}}|verify.importId",
        "{'verify':{'importId':7}}|verify.importId",
        "{'verify':[]}|verify"
      })
  void ofAWrongForm(String request, String field) {
    assertThat(violations(request)).extracting(Violation::path).containsExactly(field);
  }

  @Test
  void theTokenOfAVerificationDoesNotServeForAnotherOne() {
    half.request("{'clientToken':'v','verify':{'importId':'%s'}}".formatted(first));
    assertThat(
            violations(
                "{'clientToken':'v','verify':{'importId':'%s','evenIfDisabled':true}}"
                    .formatted(first)))
        .extracting(Violation::path)
        .containsExactly("clientToken");
  }

  private String verify() {
    return "{'verify':{'importId':'" + first + "'}}";
  }

  private List<Violation> violations(String request) {
    try {
      half.request(request);
    } catch (RefusedException e) {
      return e.violations();
    }
    throw new AssertionError("expected violations in " + request);
  }
}
