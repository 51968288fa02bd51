package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.request.RequestLimits;
import io.keyferry.cloud.request.WrappingLimits;
import io.keyferry.model.input.Violation;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are refused with all their violations: nothing was done. */
class RequestViolationsTest {

  private final CloudHalf half = new CloudHalf();

  @Test
  void everyViolationOfFormClockAndAwsIsInOneAnswerAndNothingIsDone() {
    KeyArn other = half.kms.addEmpty();
    half.kms.aliases.put("alias/a", other);

    assertThat(violations("{'newKey':{'alias':'alias/a','more':1},'expiration':'2026-11-23'}"))
        .extracting(Violation::path)
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
    assertThat(violations("{'keyId':'" + key + "'}"))
        .extracting(Violation::found)
        .containsExactly(found);
  }

  @Test
  void refusesWhatTheOperatorDoesNotAllowThoughKmsWouldTakeIt() {
    half.limit(
        new RequestLimits(
            new WrappingLimits(
                List.of(WrappingAlgorithm.RSAES_OAEP_SHA_256), List.of(WrappingKeySpec.RSA_4096)),
            List.of(),
            false));
    assertThat(violations("{'newKey':{},'wrappingAlgorithm':'RSAES_OAEP_SHA_1'}"))
        .extracting(Violation::path, Violation::found)
        .containsExactly(tuple("wrappingAlgorithm", "RSAES_OAEP_SHA_1"));
    assertThat(violations("{'newKey':{},'wrappingKeySpec':'RSA_2048'}"))
        .extracting(Violation::path, Violation::found)
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
    assertThat(violations("{'keyId':'" + pair + "'}"))
        .extracting(Violation::path, Violation::found)
        .containsExactly(tuple("wrappingAlgorithm", "RSA_AES_KEY_WRAP_SHA_256"));
  }

  @Test
  void refusesAKeyThatDoesNotExist() {
    assertThat(violations("{'keyId':'alias/none'}"))
        .extracting(Violation::path)
        .containsExactly("keyId");
  }

  @ParameterizedTest
  @CsvSource({"2026-11-23T09:30:00Z", "2027-11-23T09:30:00Z"})
  void refusesAnExpirationThatKmsWouldNotTake(String time) {
    assertThat(violations("{'newKey':{},'expiration':'" + time + "'}"))
        .extracting(Violation::path)
        .containsExactly("expiration");
  }

  @Test
  void aCombinationThatKmsRefusesIsReportedBeforeKmsIsAskedForAnything() {
    half.kms.failing("describe", new IllegalStateException("a question that is not needed"));
    half.kms.failing("createKey", new IllegalStateException("a key that nobody needs"));
    assertThat(violations("{'newKey':{},'wrappingAlgorithm':'RSA_AES_KEY_WRAP_SHA_256'}"))
        .extracting(Violation::found)
        .containsExactly("RSA_AES_KEY_WRAP_SHA_256 with a wrapping key RSA_4096");
  }

  @Test
  void aCombinationThatKmsRefusesForAnExistingKeyIsReportedBeforeKmsIsAskedForParameters() {
    KeyArn key =
        half.kms.allow(half.kms.add("EXTERNAL", "RSA_2048", "PendingImport", Optional.empty()));
    assertThat(violations("{'keyId':'%s','wrappingAlgorithm':'RSAES_OAEP_SHA_256'}".formatted(key)))
        .extracting(Violation::found)
        .containsExactly("RSAES_OAEP_SHA_256 with a wrapping key RSA_4096");
    assertThat(half.kms.calls).doesNotContain("parameters");
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
