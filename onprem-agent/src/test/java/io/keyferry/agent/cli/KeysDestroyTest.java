package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.cli.option.Confirmation;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.evidence.log.AuditSettings;
import io.keyferry.evidence.text.Printable;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeySpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real token, with an audit log that covers some of its keys. */
@Timeout(120)
class KeysDestroyTest {

  private static final ImportId DONE = new ImportId("00000000-0000-4000-8000-000000000001");
  private static final ImportId BEGUN = new ImportId("00000000-0000-4000-8000-000000000002");
  private static final ImportId LOST = new ImportId("00000000-0000-4000-8000-000000000003");
  private static final CkaId CUSTOMERS = new CkaId("0a0b");

  @TempDir private Path folder;
  private DoctorStage stage;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void make() throws Exception {
    stage = new DoctorStage(folder);
    try (AuditLog log = AuditLog.open(new AuditSettings(stage.audit, 1 << 20), Clock.systemUTC())) {
      append(log, AuditEvent.JOB_RECEIVED, DONE, Map.of("keyArn", "arn:aws:kms:of:done"));
      append(log, AuditEvent.KEY_GENERATED, DONE, Map.of("hsmKey", CkaId.of(DONE).hex()));
      append(log, AuditEvent.KEY_WRAPPED, DONE, Map.of());
      append(log, AuditEvent.RESULT_SENT, DONE, Map.of());
      append(log, AuditEvent.JOB_RECEIVED, BEGUN, Map.of("keyArn", "arn:aws:kms:of:begun"));
      append(log, AuditEvent.KEY_GENERATED, BEGUN, Map.of("hsmKey", CkaId.of(BEGUN).hex()));
      append(log, AuditEvent.RESULT_SENT, BEGUN, Map.of());
    }
    stage.enrol();
    plant(CkaId.of(DONE), "keyferry " + DONE);
    plant(CkaId.of(BEGUN), "keyferry " + BEGUN);
    plant(CkaId.of(LOST), "keyferry " + LOST);
    plant(CUSTOMERS, "payments");
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  private static void append(
      AuditLog log, AuditEvent event, ImportId importId, Map<String, String> facts)
      throws Exception {
    log.append(new AuditEntry(event, Optional.of(importId), 1, facts));
  }

  private void plant(CkaId id, String label) throws Exception {
    try (Token token = stage.made.token();
        TokenSession session = token.openSession()) {
      session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, id, label, KeyTemplate.LUNA_GUIDE);
    }
  }

  private int keys(Optional<String> typed, String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Confirmation confirmation =
        text -> {
          asked.add(text);
          return typed;
        };
    List<String> all = new ArrayList<>(List.of("keys"));
    all.addAll(List.of(words));
    return AgentMain.execute(
        stage.opener(),
        confirmation,
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        all.toArray(String[]::new));
  }

  private int destroy(Optional<String> typed, String... words) {
    List<String> all = new ArrayList<>(List.of("destroy", "--config", stage.config.toString()));
    all.addAll(List.of(words));
    return keys(typed, all.toArray(String[]::new));
  }

  private String list() {
    assertThat(keys(Optional.empty(), "--json", "--config", stage.config.toString())).isZero();
    return out.toString();
  }

  private void assertRefused(int exit, String reason) {
    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).startsWith("nothing was destroyed: ").contains(reason);
    assertThat(list()).contains(CkaId.of(DONE).hex(), "0a0b", "\"keyferry-agent\"");
  }

  @Test
  void theListShowsWhatBecameOfTheKeysThatTheAgentGenerated() {
    assertThat(list())
        .contains(
            "\"origin\":{\"state\":\"ANSWERED\",\"orphan\":false,\"importId\":\"%s\",\"keyArn\":\"arn:aws:kms:of:done\"}"
                .formatted(DONE))
        .contains(
            "\"origin\":{\"state\":\"UNFINISHED\",\"orphan\":true,\"importId\":\"%s\",\"keyArn\":\"arn:aws:kms:of:begun\"}"
                .formatted(BEGUN))
        .contains(
            "\"origin\":{\"state\":\"UNKNOWN\",\"orphan\":true,\"importId\":\"%s\"}"
                .formatted(LOST));
    assertThat(keys(Optional.empty(), "--config", stage.config.toString())).isZero();
    assertThat(out.toString())
        .contains("KMS key      arn:aws:kms:of:done", "wrapped, result sent")
        .contains("orphan unless its import is in progress");
  }

  @Test
  void aKeyIsDestroyedAfterItsIdIsTypedAndBothIsWrittenDown() throws Exception {
    String id = CkaId.of(BEGUN).hex();
    assertThat(destroy(Optional.of(id), "--cka-id", id)).as(err.toString()).isZero();

    assertThat(asked).singleElement().asString().contains("Type the CKA_ID");
    assertThat(out.toString()).contains(id, "orphan", "destroyed");
    assertThat(list()).doesNotContain(id).contains(CkaId.of(DONE).hex());
    String log = Files.readString(stage.audit.resolve("audit-000001.jsonl"));
    assertThat(log.indexOf("KEY_DESTRUCTION_ORDERED"))
        .isPositive()
        .isLessThan(log.indexOf("\"KEY_DESTROYED\""));
    assertThat(stage.examine().text()).contains("✓  audit chain");
  }

  @Test
  void withoutATerminalTheIdMustBeGiven() {
    String id = CkaId.of(DONE).hex();
    assertRefused(destroy(Optional.empty(), "--cka-id", id), "--yes-destroy " + id);
    assertThat(destroy(Optional.empty(), "--label", "keyferry " + DONE, "--yes-destroy", id))
        .isZero();
    assertThat(list()).doesNotContain(id);
  }

  @Test
  void anotherTextThanTheIdDestroysNothing() {
    assertRefused(
        destroy(Optional.of("yes"), "--cka-id", CkaId.of(DONE).hex()), "found different text");
  }

  @Test
  void aKeyThatTheAgentDidNotMakeIsRefused() {
    assertRefused(
        destroy(Optional.of("0a0b"), "--cka-id", "0a0b"),
        "expected a key that this agent generated");
    String lost = CkaId.of(LOST).hex();
    assertRefused(
        destroy(Optional.of(lost), "--cka-id", lost), "expected a key that this agent generated");
    assertThat(asked).isEmpty();
  }

  @Test
  void theAgentsOwnKeyIsRefused() {
    assertRefused(
        destroy(Optional.of("any"), "--label", "keyferry-agent"), "the agent's own signing key");
  }

  @Test
  void aLogThatWasForgedToNameACustomersKeyIsRefused() throws Exception {
    Path file = stage.audit.resolve("audit-000001.jsonl");
    Files.writeString(file, Files.readString(file).replaceFirst(CkaId.of(BEGUN).hex(), "0a0b"));
    assertRefused(
        destroy(Optional.of("0a0b"), "--cka-id", "0a0b"), "expected an audit log that holds");
  }

  @Test
  void aLineAddedAfterTheLastSignatureThatNamesACustomersKey() throws Exception {
    appendForgery(Map.of("hsmKey", "0a0b"), Optional.empty());
    assertRefused(
        destroy(Optional.of("0a0b"), "--cka-id", "0a0b"), "no signed line in its audit log");
    assertThat(asked).isEmpty();
  }

  @Test
  void aLineAddedAfterTheLastSignatureIsNotSignedByTheRefusal() throws Exception {
    appendForgery(Map.of("hsmKey", "0a0b"), Optional.empty());
    destroy(Optional.of("0a0b"), "--cka-id", "0a0b");
    assertRefused(
        destroy(Optional.of("0a0b"), "--cka-id", "0a0b"), "no signed line in its audit log");
  }

  @Test
  void aSignedLineOfAnImportThatNamesAnotherKeyThanItsOwn() throws Exception {
    appendForgery(Map.of("hsmKey", "0a0b"), Optional.of(LOST));
    stage.enrol();
    assertRefused(
        destroy(Optional.of("0a0b"), "--cka-id", "0a0b"), "no signed line in its audit log");
  }

  /** The forgery of someone who can write to the directory: the chain is of plain hashes. */
  private void appendForgery(Map<String, String> facts, Optional<ImportId> importId)
      throws Exception {
    try (AuditLog log = AuditLog.open(new AuditSettings(stage.audit, 1 << 20), Clock.systemUTC())) {
      log.append(new AuditEntry(AuditEvent.KEY_GENERATED, importId, 1, facts));
    }
  }

  @Test
  void oneOfIdAndLabelIsNeeded() {
    assertThat(destroy(Optional.empty())).isEqualTo(2);
    assertThat(destroy(Optional.empty(), "--cka-id", "0a0b", "--label", "payments")).isEqualTo(2);
  }

  /**
   * Attack: someone who can label keys wants the operator to destroy the key of a finished import.
   * The label moves the cursor up, clears the line and shows another id, with C0, C1, line feed and
   * right-to-left override.
   */
  @Test
  void labelThatWouldShowAnotherIdAboveThePromptIsShownAsText() throws Exception {
    ImportId importId = new ImportId("00000000-0000-4000-8000-000000000004");
    String id = CkaId.of(importId).hex();
    String decoy = CkaId.of(BEGUN).hex();
    String forged =
        "x\u001b[2A\u001b[2K\u009b2K\r\n  CKA_ID       %s\n\u202e\u2066\u200b\u061c"
            .formatted(decoy);
    try (AuditLog log = AuditLog.open(new AuditSettings(stage.audit, 1 << 20), Clock.systemUTC())) {
      append(log, AuditEvent.JOB_RECEIVED, importId, Map.of("keyArn", "arn:aws:kms:of:4"));
      append(log, AuditEvent.KEY_GENERATED, importId, Map.of("hsmKey", id));
    }
    stage.enrol();
    plant(CkaId.of(importId), forged);

    assertThat(destroy(Optional.of(decoy), "--cka-id", id)).isEqualTo(1);

    assertThat(out.toString().lines())
        .filteredOn(line -> line.contains("CKA_ID"))
        .containsExactly(
            "x\\u001B[2A\\u001B[2K\\u009B2K\\u000D\\u000A  CKA_ID       %s\\u000A\\u202E\\u2066\\u200B\\u061C"
                .formatted(decoy),
            "  CKA_ID       " + id);
    assertOnlyTextAndLineFeeds(out);
    assertThat(err.toString())
        .isEqualTo(
            "nothing was destroyed: expected the CKA_ID %s, found different text%n".formatted(id));

    assertThat(keys(Optional.empty(), "--config", stage.config.toString())).isZero();
    assertOnlyTextAndLineFeeds(out);
    assertThat(out.toString().lines()).filteredOn(line -> line.contains(id)).hasSize(1);
    assertThat(list()).contains("\\u001B[2A").contains(id);
    assertOnlyTextAndLineFeeds(out);
    String log = Files.readString(stage.audit.resolve("audit-000001.jsonl"));
    assertThat(destroy(Optional.of(id), "--cka-id", id)).isZero();
    assertThat(list()).doesNotContain(id).contains(decoy);
    assertThat(Files.readString(stage.audit.resolve("audit-000001.jsonl")).substring(log.length()))
        .contains("KEY_DESTRUCTION_ORDERED")
        .doesNotContain("\u202e", "\u009b", "\u200b");
  }

  private static void assertOnlyTextAndLineFeeds(StringWriter shown) {
    assertThat(shown.toString().codePoints().filter(c -> c != '\n')).allMatch(Printable::shows);
  }
}
