package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.request.RequestLimits;
import io.keyferry.cloud.request.WrappingLimits;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are refused with all their faults: nothing was done. */
class RequestFaultsTest {

  private final CloudHalf half = new CloudHalf();

  @Test
  void everyFaultOfFormClockAndAwsComesInOneAnswerAndNothingIsDone() {
    KeyArn other = half.kms.addEmpty();
    half.kms.aliases.put("alias/a", other);

    assertThat(faults("{'newKey':{'alias':'alias/a','more':1},'expiration':'2026-11-23'}"))
        .extracting(Fault::field)
        .containsExactlyInAnyOrder("newKey.alias", "newKey.more", "expiration");
    assertThat(half.kms.keys).hasSize(1);
    assertThat(half.store.imports).isEmpty();
    assertThat(half.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_KMS,SYMMETRIC_DEFAULT,PendingImport,,origin AWS_KMS",
    "EXTERNAL,SM2,PendingImport,,key spec SM2",
    "EXTERNAL,SYMMETRIC_DEFAULT,PendingDeletion,,state PendingDeletion",
    "EXTERNAL,SYMMETRIC_DEFAULT,PendingImport,abc,key material abc"
  })
  void refusesAKeyThatCannotTakeNewMaterial(
      String origin, String spec, String state, String material, String found) {
    KeyArn key = half.kms.allow(half.kms.add(origin, spec, state, Optional.ofNullable(material)));
    assertThat(faults("{'keyId':'" + key + "'}")).extracting(Fault::found).containsExactly(found);
  }

  @Test
  void refusesWhatTheOperatorDoesNotAllowThoughKmsWouldTakeIt() {
    half.limit(
        new RequestLimits(
            new WrappingLimits(
                List.of(WrappingAlgorithm.RSAES_OAEP_SHA_256), List.of(WrappingKeySpec.RSA_4096)),
            List.of(),
            false));
    assertThat(faults("{'newKey':{},'wrappingAlgorithm':'RSAES_OAEP_SHA_1'}"))
        .extracting(Fault::field, Fault::found)
        .containsExactly(tuple("wrappingAlgorithm", "RSAES_OAEP_SHA_1"));
    assertThat(faults("{'newKey':{},'wrappingKeySpec':'RSA_2048'}"))
        .extracting(Fault::field, Fault::found)
        .containsExactly(tuple("wrappingKeySpec", "RSA_2048"));
  }

  @Test
  void refusesTheUsualAlgorithmOfAKeyWhereTheOperatorDoesNotAllowIt() {
    half.limit(
        new RequestLimits(
            new WrappingLimits(
                List.of(WrappingAlgorithm.RSAES_OAEP_SHA_256), List.of(WrappingKeySpec.RSA_4096)),
            List.of(),
            false));
    KeyArn pair =
        half.kms.allow(half.kms.add("EXTERNAL", "RSA_2048", "PendingImport", Optional.empty()));
    assertThat(faults("{'keyId':'" + pair + "'}"))
        .extracting(Fault::field, Fault::found)
        .containsExactly(tuple("wrappingAlgorithm", "RSA_AES_KEY_WRAP_SHA_256"));
  }

  @Test
  void refusesAKeyThatDoesNotExist() {
    assertThat(faults("{'keyId':'alias/none'}")).extracting(Fault::field).containsExactly("keyId");
  }

  @ParameterizedTest
  @CsvSource({"2026-11-23T09:30:00Z", "2027-11-23T09:30:00Z"})
  void refusesAnExpirationThatKmsWouldNotTake(String time) {
    assertThat(faults("{'newKey':{},'expiration':'" + time + "'}"))
        .extracting(Fault::field)
        .containsExactly("expiration");
  }

  @Test
  void aCombinationThatKmsRefusesIsReportedBeforeKmsIsAskedForAnything() {
    half.kms.failing("describe", new IllegalStateException("a question that is not needed"));
    half.kms.failing("createKey", new IllegalStateException("a key that nobody needs"));
    assertThat(faults("{'newKey':{},'wrappingAlgorithm':'RSA_AES_KEY_WRAP_SHA_256'}"))
        .extracting(Fault::found)
        .containsExactly("RSA_AES_KEY_WRAP_SHA_256 with a wrapping key RSA_4096");
  }

  @Test
  void aCombinationThatKmsRefusesForAnExistingKeyIsReportedBeforeKmsIsAskedForParameters() {
    KeyArn key =
        half.kms.allow(half.kms.add("EXTERNAL", "RSA_2048", "PendingImport", Optional.empty()));
    assertThat(faults("{'keyId':'%s','wrappingAlgorithm':'RSAES_OAEP_SHA_256'}".formatted(key)))
        .extracting(Fault::found)
        .containsExactly("RSAES_OAEP_SHA_256 with a wrapping key RSA_4096");
    assertThat(half.kms.calls).doesNotContain("parameters");
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
