package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.RequestQuotas;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.quota.Throttle;
import io.keyferry.kmsemulator.value.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fact sheet 5.1, row by row, with a fixed clock. */
class RequestQuotasTest {

  private static final ObjectNode NOTHING = Json.object();
  private static final List<String> OPERATIONS =
      List.of("CreateKey", "Encrypt", "Decrypt", "ReEncrypt", "Sign", "Verify", "GenerateMac");

  private final MovableClock clock = new MovableClock(Scenario.START);

  @ParameterizedTest(name = "5.1 {0} {1}: {2} a second")
  @CsvFileSource(resources = "request-quotas.csv", numLinesToSkip = 1)
  void admitsOneSecondsQuotaAtOnceAndThenOneByOne(String operation, String member, int perSecond) {
    ObjectNode request = naming(member);
    KmsOperation throttled = throttled(RequestQuotas.ofAws("eu-north-1"), operation);

    for (int i = 0; i < perSecond; i++) {
      throttled.answer(request);
    }
    assertThrottles(throttled, request);

    clock.advance(Duration.ofSeconds(1).dividedBy(perSecond));
    throttled.answer(request);
    assertThrottles(throttled, request);
  }

  @Test
  void idleTimeDoesNotAccumulateQuota() {
    KmsOperation createKey = throttled(RequestQuotas.ofAws("eu-west-1"), "CreateKey");
    createKey.answer(NOTHING);

    clock.advance(Duration.ofHours(1));

    for (int i = 0; i < 5; i++) {
      createKey.answer(NOTHING);
    }
    assertThrottles(createKey, NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "Sign, SigningAlgorithm=RSASSA_PSS_SHA_256, Decrypt, EncryptionAlgorithm=RSAES_OAEP_SHA_256, RSA",
    "Sign, SigningAlgorithm=ECDSA_SHA_256, Verify, SigningAlgorithm=ED25519_SHA_512, ECC",
    "Encrypt, KeyId=a, GenerateMac, MacAlgorithm=HMAC_SHA_256, symmetric",
    "ReEncrypt, SourceEncryptionAlgorithm=RSAES_OAEP_SHA_256, Encrypt, KeyId=a, symmetric",
    "ReEncrypt, SourceEncryptionAlgorithm=RSAES_OAEP_SHA_256,"
        + " Sign, SigningAlgorithm=RSASSA_PSS_SHA_256, RSA",
  })
  void operationsOfOneKindShareAQuota(
      String first, String firstNames, String second, String secondNames, String quota) {
    Map<String, KmsOperation> throttled =
        throttled(
            RequestQuotas.none().with("Cryptographic operations (" + quota + ")", 2), OPERATIONS);
    KmsOperation other = Objects.requireNonNull(throttled.get(second));

    Objects.requireNonNull(throttled.get(first)).answer(naming(firstNames));
    other.answer(naming(secondNames));

    assertThrottles(other, naming(secondNames));
  }

  @Test
  void aThrottledRequestDrawsOnNoQuotaAtAll() {
    Map<String, KmsOperation> throttled =
        throttled(
            RequestQuotas.none().with(RequestQuotas.RSA, 1).with(RequestQuotas.SYMMETRIC, 2),
            OPERATIONS);
    KmsOperation reEncrypt = Objects.requireNonNull(throttled.get("ReEncrypt"));
    KmsOperation encrypt = Objects.requireNonNull(throttled.get("Encrypt"));
    ObjectNode fromRsa = naming("SourceEncryptionAlgorithm=RSAES_OAEP_SHA_256");

    reEncrypt.answer(fromRsa);
    assertThrottles(reEncrypt, fromRsa);

    encrypt.answer(NOTHING);
    assertThrottles(encrypt, NOTHING);
  }

  @Test
  void theLargestRegionsHaveTheLargestSymmetricQuota() {
    assertThat(RequestQuotas.ofAws("eu-west-1").perSecond())
        .containsEntry(RequestQuotas.SYMMETRIC, 100_000);
  }

  @Test
  void withoutQuotasNothingIsThrottled() {
    KmsOperation createKey = throttled(RequestQuotas.none(), "CreateKey");

    for (int i = 0; i < 1000; i++) {
      assertThatCode(() -> createKey.answer(NOTHING)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_000_001})
  void outOfRangeQuotaIsRefused(int perSecond) {
    assertThatThrownBy(() -> RequestQuotas.none().with("Sign", perSecond))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("from 1 to 1000000 a second")
        .hasMessageContaining("Sign with " + perSecond);
  }

  private KmsOperation throttled(RequestQuotas quotas, String operation) {
    return Objects.requireNonNull(throttled(quotas, List.of(operation)).get(operation));
  }

  private Map<String, KmsOperation> throttled(RequestQuotas quotas, List<String> operations) {
    return new Throttle(quotas, clock)
        .before(
            operations.stream()
                .collect(Collectors.toMap(Function.identity(), _ -> request -> request)));
  }

  /** A request with one member, {@code NAME=TEXT}. */
  private static ObjectNode naming(String member) {
    String[] parts = member.split("=", 2);
    return Json.object().put(parts[0], parts[1]);
  }

  private static void assertThrottles(KmsOperation operation, ObjectNode request) {
    assertThatThrownBy(() -> operation.answer(request))
        .isInstanceOfSatisfying(
            KmsError.class, e -> assertThat(e.name()).isEqualTo("ThrottlingException"))
        .hasMessage(
            "You have exceeded the rate at which you may call KMS. Reduce the frequency of your"
                + " calls.");
  }
}
