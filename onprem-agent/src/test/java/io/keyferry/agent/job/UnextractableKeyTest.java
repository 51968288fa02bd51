package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key that an administrator made unextractable: it leaves the HSM by order and policy only, and
 * only once.
 */
class UnextractableKeyTest {

  private static final CkaId KEY = new CkaId("0a0b");

  @TempDir private Path directory;
  private AgentHalf half;

  @BeforeEach
  void open() throws Exception {
    half = new AgentHalf(directory, policy(true));
    keepAKeyThatIsModifiable(true);
  }

  @AfterEach
  void close() {
    half.close();
  }

  @Test
  void isNotChangedWithoutAnOrder() throws Exception {
    half.work(half.jobs.existingKey(KEY));

    Failure failure = half.results.only().content().refused().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_KEY_UNFIT);
    assertThat(failure.reason())
        .contains(
            "CKA_EXTRACTABLE true, found false", "makeExtractable", "policy.make-extractable");
    assertThat(half.token.calls())
        .doesNotContain("importWrappingKey", "setExtractable true", "wrap");
  }

  @Test
  void orderWithoutPolicyIsRefusedBeforeTheHsm() throws Exception {
    half.close();
    half = new AgentHalf(directory, policy(false), half.token);

    half.work(half.jobs.existingKey(KEY).makingExtractable());

    Failure failure = half.results.only().content().refused().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.POLICY);
    assertThat(failure.reason()).contains("policy.make-extractable");
    assertThat(half.token.calls()).doesNotContain("find", "importWrappingKey", "wrap");
  }

  @Test
  void leavesOnceByOrderAndPolicyAndIsClosedAgain() throws Exception {
    half.work(half.jobs.existingKey(KEY).makingExtractable());

    assertThat(half.results.only().content().wrapped()).isPresent();
    assertThat(callsOfTheKey())
        .containsExactly("setExtractable true", "wrap", "setExtractable false");
    assertThat(isExtractable()).isFalse();
    assertThat(ceremony().attributesChanged())
        .containsExactly(
            "CKA_EXTRACTABLE from false to true before the wrap",
            "CKA_EXTRACTABLE from true to false after the wrap");
    assertThat(half.trail.events())
        .containsSubsequence(
            AuditEvent.KEY_FOUND,
            AuditEvent.KEY_MADE_EXTRACTABLE,
            AuditEvent.KEY_WRAPPED,
            AuditEvent.KEY_MADE_UNEXTRACTABLE);
  }

  @Test
  void isClosedAgainWhereTheWrapFails() throws Exception {
    half.token.fail("wrap", refusal("CKR_KEY_NOT_WRAPPABLE"));

    half.work(half.jobs.existingKey(KEY).makingExtractable());

    assertThat(half.results.only().content().refused().orElseThrow().code())
        .isEqualTo(FailureCode.HSM_REFUSED);
    assertThat(isExtractable()).isFalse();
    assertThat(half.token.wrappingKeysLeft()).isZero();
    assertThat(half.trail.events())
        .containsSubsequence(
            AuditEvent.KEY_MADE_UNEXTRACTABLE,
            AuditEvent.WRAPPING_KEY_DESTROYED,
            AuditEvent.HSM_FAILED);
  }

  @Test
  void extractableKeyStaysExtractable() throws Exception {
    open(half.token);
    half.work(half.jobs.existingKey(KEY).makingExtractable());

    assertThat(half.results.only().content().wrapped()).isPresent();
    assertThat(isExtractable()).isTrue();
    assertThat(half.token.calls()).doesNotContain("setExtractable false");
    assertThat(ceremony().attributesChanged()).isEmpty();
  }

  @Test
  void isNotOpenedWhereTheIntentCannotBeStored() throws Exception {
    half.trail.fullAt(AuditEvent.KEY_MADE_EXTRACTABLE);

    assertThat(half.work(half.jobs.existingKey(KEY).makingExtractable()))
        .isEqualTo(MessageDisposition.RETRY);

    assertThat(half.token.calls()).doesNotContain("setExtractable true", "wrap");
    assertThat(isExtractable()).isFalse();
    half.trail.makeRoom();
    half.work(half.jobs.existingKey(KEY).makingExtractable());
    assertThat(half.results.only().content().wrapped()).isPresent();
    assertThat(isExtractable()).isFalse();
  }

  @Test
  void isClosedAgainWhereTheAnswerToItsOpeningWasLost() throws Exception {
    half.token.loseAnswerOnce("setExtractable true", lost());

    assertThat(half.work(half.jobs.existingKey(KEY).makingExtractable()))
        .isEqualTo(MessageDisposition.DELETE);

    assertThat(callsOfTheKey())
        .containsExactly(
            "setExtractable true",
            "setExtractable false",
            "setExtractable true",
            "wrap",
            "setExtractable false");
    assertThat(isExtractable()).isFalse();
    assertThat(half.opened.count()).isZero();
  }

  @Test
  void isClosedAgainByTheRedeliveryAfterACrashLeftItOpen() throws Exception {
    leaveOpen();
    restart();
    half.work(half.jobs.existingKey(KEY).makingExtractable());

    assertThat(half.results.only().content().wrapped()).isPresent();
    assertThat(isExtractable()).isFalse();
    assertThat(ceremony().attributesChanged())
        .containsExactly("CKA_EXTRACTABLE from true to false after the wrap");
    assertThat(half.opened.count()).isZero();
  }

  @Test
  void isClosedAgainAfterACrashLeftItOpenAndTheJobIsNeverRedelivered() throws Exception {
    leaveOpen();
    restart();
    assertThat(half.opened.count()).isOne();

    half.opened.close(half.token);

    assertThat(isExtractable()).isFalse();
    assertThat(half.opened.count()).isZero();
    assertThat(half.trail.events()).containsExactly(AuditEvent.KEY_MADE_UNEXTRACTABLE);
  }

  @Test
  @Timeout(60)
  void aJobMayOpenTheKeyAgainAfterTheLoopHasClosedIt() throws Exception {
    leaveOpen();
    Thread loop = Thread.ofVirtual().start(() -> half.opened.close(half.token));
    loop.join();

    half.work(half.jobs.existingKey(KEY).makingExtractable());

    assertThat(half.results.only().content().wrapped()).isPresent();
    assertThat(isExtractable()).isFalse();
  }

  @Test
  void isClosedAgainWhenALostHsmIsBack() throws Exception {
    half.token.fail("setExtractable false", lost());
    half.token.failOnce("wrap", lost());
    half.hsm.stop();
    assertThat(half.work(half.jobs.existingKey(KEY).makingExtractable()))
        .isEqualTo(MessageDisposition.GIVE_BACK);
    half.opened.close(half.token);
    assertThat(isExtractable()).isTrue();

    half.token.clearFaults();
    half.opened.close(half.token);

    assertThat(isExtractable()).isFalse();
  }

  @Test
  void isNotRetriedForeverIfTheTokenRefusesToCloseIt() throws Exception {
    leaveOpen();
    half.token.fail("setExtractable false", refusal("CKR_ATTRIBUTE_READ_ONLY"));
    half.opened.close(half.token);
    half.opened.close(half.token);

    assertThat(callsOfTheKey()).containsExactly("setExtractable true", "setExtractable false");
    assertThat(half.opened.count()).isOne();
    assertThat(half.trail.entries())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.event()).isEqualTo(AuditEvent.KEY_MADE_UNEXTRACTABLE);
          assertThat(line.facts()).containsEntry("outcome", "failed: CKR_ATTRIBUTE_READ_ONLY");
        });
  }

  @Test
  void keyLeftOpenIsNotWrappedByAJobThatMayNotOpenIt() throws Exception {
    leaveOpen();
    half.work(half.jobs.existingKey(KEY));

    assertThat(half.results.only().content().refused().orElseThrow().code())
        .isEqualTo(FailureCode.HSM_KEY_UNFIT);
    assertThat(half.token.calls()).doesNotContain("wrap");
  }

  /** Like a process that is killed between making the key extractable and the wrap. */
  private void leaveOpen() throws Exception {
    half.ledger.opening(KEY, half.jobs.existingKey(KEY).makingExtractable().job());
    open(half.token);
  }

  private static void open(Token token) throws HsmException {
    try (TokenSession session = token.openSession()) {
      HsmKey _ = session.keys().setExtractable(session.keys().find(KEY).orElseThrow(), true);
    }
  }

  private void restart() throws Exception {
    half.close();
    half = new AgentHalf(directory, policy(true), half.token);
  }

  private static HsmException lost() {
    return HsmFaults.of(HsmException.Fault.HSM_LOST, "CKR_DEVICE_ERROR");
  }

  @Test
  void failureToCloseIsReported() throws Exception {
    half.token.fail("setExtractable false", refusal("CKR_ATTRIBUTE_READ_ONLY"));

    half.work(half.jobs.existingKey(KEY).makingExtractable());

    assertThat(ceremony().attributesChanged())
        .contains(
            "CKA_EXTRACTABLE left true after the wrap, because the token did not accept false");
  }

  @Test
  void tokenThatDoesNotLetItBeOpenedEndsTheJobWithItsError() throws Exception {
    half.token.fail("setExtractable true", refusal("CKR_ATTRIBUTE_READ_ONLY"));

    half.work(half.jobs.existingKey(KEY).makingExtractable());

    Failure failure = half.results.only().content().refused().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_REFUSED);
    assertThat(failure.reason()).contains("CKR_ATTRIBUTE_READ_ONLY");
    assertThat(half.token.calls()).doesNotContain("wrap");
    assertThat(half.token.wrappingKeysLeft()).isZero();
  }

  @Test
  void unmodifiableKeyNeverLeaves() throws Exception {
    half.token.remove(KEY);
    keepAKeyThatIsModifiable(false);

    half.work(half.jobs.existingKey(KEY).makingExtractable());

    Failure failure = half.results.only().content().refused().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_KEY_UNFIT);
    assertThat(failure.reason()).contains("can never leave this HSM");
    assertThat(half.token.calls()).doesNotContain("setExtractable true", "wrap");
  }

  private void keepAKeyThatIsModifiable(boolean modifiable) throws HsmException {
    half.token.plant(
        KeySpec.SYMMETRIC_DEFAULT,
        KEY,
        "payments",
        new KeyTemplate(KeyTemplate.LUNA_GUIDE.usages(), modifiable));
    half.token.lock(KEY);
  }

  private List<String> callsOfTheKey() {
    return half.token.calls().stream()
        .filter(call -> call.equals("wrap") || call.startsWith("setExtractable"))
        .toList();
  }

  private HsmCeremony ceremony() throws Exception {
    return SignedMessage.verify(
            MessageType.CEREMONY_STATEMENT,
            half.results.only().reply().statement(),
            half.token.agentKey())
        .work()
        .wrapped()
        .orElseThrow();
  }

  private boolean isExtractable() throws HsmException {
    HsmKey key = half.token.key(KEY).orElseThrow();
    return key.attributes().getOrDefault("CKA_EXTRACTABLE", true);
  }

  private static HsmException refusal(String code) {
    return HsmFaults.of(HsmException.Fault.REFUSED, code);
  }

  private static Policy policy(boolean makeExtractable) {
    return new Policy(
        new Policy.KmsKeys(
            Jobs.POLICY.kmsKeys().accounts(),
            Jobs.POLICY.kmsKeys().regions(),
            Jobs.POLICY.kmsKeys().patterns(),
            Set.of(KeySpec.SYMMETRIC_DEFAULT)),
        new Policy.Wrapping(
            Jobs.POLICY.wrapping().algorithms(), Jobs.POLICY.wrapping().minKeyBits()),
        new Policy.HsmKeys(Set.of(new HsmKeyName.Id(KEY)), makeExtractable),
        Duration.ofHours(24));
  }
}
