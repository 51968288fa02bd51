package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.keyferry.kmsemulator.protocol.KmsCall;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsRequest;
import io.keyferry.kmsemulator.relay.KmsRelay;
import io.keyferry.kmsemulator.testing.ProbedKms;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/**
 * A relay in front of the emulator is transparent for its clients, except for the faults that a
 * test injects.
 */
class KmsRelayTest {

  private static final String NOWHERE =
      "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-4000-8000-000000000000";

  private final List<KmsCall> log = new CopyOnWriteArrayList<>();
  private final KmsEmulator other;
  private final KmsRelay relay;
  private final ProbedKms kms;

  KmsRelayTest() throws Exception {
    other = KmsEmulator.start(KmsEmulatorSettings.of("eu-west-1", "111122223333"));
    relay = KmsRelay.start(other.endpoint(), InstantSource.system(), log::add);
    kms = ProbedKms.of(relay.endpoint(), "111122223333");
  }

  @AfterEach
  void close() {
    kms.close();
    relay.close();
    other.close();
  }

  @Test
  void passesAnswersOnAndLogsTheKeyThatWasMadeOrNamed() {
    String key = kms.newKey();

    assertThat(kms.state(key)).isEqualTo("PendingImport");
    assertThat(log)
        .extracting(KmsCall::operation, call -> call.keyArn().map(Object::toString), KmsCall::error)
        .containsExactly(
            tuple("CreateKey", Optional.of(key), Optional.empty()),
            tuple("DescribeKey", Optional.of(key), Optional.empty()));
  }

  @Test
  void passesRefusalsOnWithTheirTextAndRequestId() {
    assertThatThrownBy(() -> kms.state(NOWHERE))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            refused -> {
              assertThat(refused.awsErrorDetails().errorMessage()).contains("does not exist");
              assertThat(refused.requestId()).isNotEmpty();
            });
    assertThat(log)
        .singleElement()
        .extracting(KmsCall::error)
        .isEqualTo(Optional.of("NotFoundException"));
  }

  @Test
  void answersWithATestsErrorWithoutForwarding() {
    relay
        .faults()
        .install(
            new KmsInterceptor() {
              @Override
              public Optional<KmsError> before(KmsRequest request) {
                return Optional.of(KmsError.throttling());
              }
            });

    assertThatThrownBy(kms::newKey)
        .isInstanceOfSatisfying(
            KmsException.class,
            refused ->
                assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException"));
    relay.faults().clear();
    assertThat(kms.kms().listKeys().keys()).isEmpty();
  }

  @Test
  void losesAnAnswerAfterTheCallWasExecuted() {
    relay
        .faults()
        .install(
            new KmsInterceptor() {
              @Override
              public Delivery after(KmsRequest request, Optional<KmsError> error) {
                return Delivery.DROP;
              }
            });

    assertThatThrownBy(kms::newKey).isInstanceOf(SdkClientException.class);
    relay.faults().clear();
    assertThat(kms.kms().listKeys().keys()).isNotEmpty();
  }
}
