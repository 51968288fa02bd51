package io.keyferry.agent.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.cli.offline.OfflineOrder.KeyChoice;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.StagedToken;
import io.keyferry.agent.job.MemoryTrail;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingPublicKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails, an order leaves neither a file nor a key that it generated. */
class OfflineWrapFailureTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");
  private static final CkaId ID = new CkaId("0a0b");
  private static final ImportParameters PARAMETERS =
      new ImportParameters(
          WrappingPublicKey.of(ConsoleZips.wrappingKey(2048)),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @TempDir Path folder;

  @TempDir private Path database;
  @AutoClose private StagedToken token;
  private final MemoryTrail trail = new MemoryTrail();
  private final OfflineWrap offline =
      new OfflineWrap(
          new OfflineWrap.Settings("keyferry-agent", KeyTemplate.LUNA_GUIDE),
          new OfflineRecords(new Software("0.1.0", "unknown"), InstantSource.fixed(NOW)),
          trail);

  @BeforeEach
  void stage() {
    token = new StagedToken(database.resolve("token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mac", "importWrappingKey", "wrap", "sign"})
  void anHsmThatFailsAfterTheKeyWasMade(String call) throws Exception {
    token.fail(call, failure(call));
    assertHsmFails(generate());
    assertThat(token.keys()).isEmpty();
    assertThat(token.calls()).contains("destroy");
    assertThat(trail.events())
        .contains(AuditEvent.KEY_GENERATED)
        .endsWith(AuditEvent.KEY_DESTROYED, AuditEvent.HSM_FAILED)
        .doesNotContain(AuditEvent.OFFLINE_WRAP_DONE);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openSession", "findAgentKey", "generate"})
  void anHsmThatFailsBefore(String call) throws Exception {
    token.fail(call, failure(call));
    assertHsmFails(generate());
    assertThat(token.calls()).doesNotContain("destroy");
    assertThat(trail.events()).containsExactly(AuditEvent.HSM_FAILED);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void hsmThatCannotEvenDestroyTheKey() throws Exception {
    token.fail("wrap", failure("wrap"));
    token.fail("destroy", failure("destroy"));
    assertHsmFails(generate());
    assertThat(trail.entries())
        .filteredOn(entry -> entry.event() == AuditEvent.KEY_DESTROYED)
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.facts())
                .containsEntry("hsmKey", ID.hex())
                .containsEntry("outcome", "failed: destroy: CKR_DEVICE_REMOVED"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void existingKeyStays() throws Exception {
    token.plant(KeySpec.HMAC_384, ID, "payments");
    token.fail("wrap", failure("wrap"));
    assertHsmFails(order(new KeyChoice.Existing(new HsmKeyName.Label("payments"))));
    assertThat(token.keys()).containsOnlyKeys(ID);
    assertThat(token.calls()).doesNotContain("destroy");
    assertThat(trail.events())
        .contains(AuditEvent.KEY_FOUND)
        .doesNotContain(AuditEvent.KEY_DESTROYED);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "KEY_GENERATED",
        "WRAPPING_KEY_IMPORTED",
        "KEY_WRAPPED",
        "WRAPPING_KEY_DESTROYED",
        "OFFLINE_WRAP_DONE",
        "HEAD_SIGNED"
      })
  void aLogThatIsFull(AuditEvent event) throws Exception {
    trail.fullAt(event);
    assertThatExceptionOfType(AuditException.class)
        .isThrownBy(() -> offline.wrap(token, generate()))
        .withMessageContaining("No space left on device");
    assertThat(token.keys()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void noFileIsWrittenBeforeItsLogLineIsOnDisk() {
    trail.fullAt(AuditEvent.OFFLINE_WRAP_DONE);
    assertThatExceptionOfType(AuditException.class)
        .isThrownBy(() -> offline.wrap(token, generate()));
    assertThat(trail.eventsOnDisk())
        .contains(AuditEvent.KEY_WRAPPED, AuditEvent.WRAPPING_KEY_DESTROYED);
  }

  @Test
  void aFileThatCameAfterTheCheck() throws Exception {
    OfflineOrder order = generate();
    order.files().check();
    Path came = Files.writeString(order.files().material(), "of another");
    assertThatExceptionOfType(OfflineFileException.class)
        .isThrownBy(() -> offline.wrap(token, order))
        .withMessageContaining("no file with that name");
    assertThat(came).hasContent("of another");
    assertThat(order.files().record()).doesNotExist();
    assertThat(token.keys()).isEmpty();
    assertThat(trail.events())
        .endsWith(AuditEvent.KEY_DESTROYED)
        .doesNotContain(AuditEvent.HSM_FAILED);
  }

  @Test
  void completedWorkStays() throws Exception {
    OfflineWrap.Done done = offline.wrap(token, generate());
    assertThat(done.record())
        .returns(NOW.minusSeconds(3), record -> record.times().orderedAt())
        .returns(NOW, record -> record.times().statedAt());
    assertThat(token.keys()).containsOnlyKeys(ID);
    assertThat(token.wrappingKeysLeft()).isZero();
    assertThat(trail.eventsOnDisk()).endsWith(AuditEvent.OFFLINE_WRAP_DONE, AuditEvent.HEAD_SIGNED);
    assertThat(folder).isNotEmptyDirectory();
  }

  private void assertHsmFails(OfflineOrder order) {
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(() -> offline.wrap(token, order))
        .withMessageEndingWith(": CKR_DEVICE_REMOVED");
  }

  private static HsmException failure(String call) {
    return HsmFaults.of(Fault.HSM_LOST, call + ": CKR_DEVICE_REMOVED");
  }

  private OfflineOrder generate() {
    return order(new KeyChoice.Generate(ID, "new"));
  }

  private OfflineOrder order(KeyChoice key) {
    return new OfflineOrder(
        PARAMETERS,
        key,
        KeySpec.HMAC_384,
        WrappingAlgorithm.RSAES_OAEP_SHA_256,
        OutputFiles.at(folder.resolve("out.bin")),
        NOW.minusSeconds(3));
  }
}
