package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifications that are refused with all their faults: nothing was done. */
class VerificationFaultsTest {

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
    assertThat(faults("{'verify':{'importId':'00000000-0000-0000-0000-000000000009'}}"))
        .extracting(Fault::field)
        .containsExactly("verify.importId");
  }

  @Test
  void ofAnImportThatIsNotFinished() {
    ImportId queued = half.request("{'newKey':{}}").importId();
    half.kms.become(half.job(1).keyArn(), "Enabled");
    assertThat(faults("{'verify':{'importId':'" + queued + "'}}"))
        .extracting(Fault::found)
        .containsExactly("state QUEUED");
  }

  @Test
  void ofAKeyThatIsGone() {
    half.kms.keys.remove(key);
    assertThat(faults(verify())).extracting(Fault::found).containsExactly(key + ", which does not");
  }

  @Test
  void ofADisabledKeyUnlessItIsOrderedEvenThen() {
    half.kms.become(key, "Disabled");
    assertThat(faults(verify()))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.field()).isEqualTo("verify.evenIfDisabled");
          assertThat(fault.expected()).contains("order evenIfDisabled");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"PendingImport", "PendingDeletion", "Creating", "Unavailable"})
  void ofAKeyThatHoldsNothingOrTakesNothing(String state) {
    half.kms.become(key, state);
    assertThat(faults(verify()))
        .singleElement()
        .satisfies(fault -> assertThat(fault.found()).contains("state " + state));
  }

  @Test
  void allAtOnce() {
    half.kms.become(key, "Disabled");
    half.now = half.now.plusSeconds(365L * 24 * 3600);
    assertThat(
            faults(
                "{'verify':{'importId':'%s','more':1},'keyId':5,'expiration':'never','wrappingAlgorithm':'RSAES_PKCS1_V1_5'}"
                    .formatted(first)))
        .extracting(Fault::field)
        .containsExactlyInAnyOrder(
            "verify.more",
            "keyId",
            Fault.REQUEST,
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
    assertThat(faults(request)).extracting(Fault::field).containsExactly(field);
  }

  @Test
  void theTokenOfAVerificationDoesNotServeForAnotherOne() {
    half.request("{'clientToken':'v','verify':{'importId':'%s'}}".formatted(first));
    assertThat(
            faults(
                "{'clientToken':'v','verify':{'importId':'%s','evenIfDisabled':true}}"
                    .formatted(first)))
        .extracting(Fault::field)
        .containsExactly("clientToken");
  }

  private String verify() {
    return "{'verify':{'importId':'" + first + "'}}";
  }

  private List<Fault> faults(String request) {
    try {
      half.request(request);
    } catch (RefusedException e) {
      return e.faults();
    }
    throw new AssertionError("expected faults in " + request);
  }
}
