package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.testing.Signatures;
import io.keyferry.model.value.UtcTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks by someone who can use the cloud's signing key, or who replays its authentic jobs. */
class AuthenticJobIT {

  @TempDir private static Path folder;
  private static Spy spy;
  private static Stage stage;
  private static JobTraffic traffic;
  private static LocalQueues queues;
  private static final Deque<TakenJob> targets = new ArrayDeque<>();

  private final TakenJob target = targets.remove();

  @BeforeAll
  static void receiveAuthenticJobs() throws Exception {
    spy = Spy.writingTo(folder.resolve("spy.log"));
    stage = Stage.openThrough(spy, TokenKind.NSS, folder);
    traffic = new JobTraffic(stage.cloud());
    queues = stage.cloud().queues();
    targets.add(TakenJob.from(stage));
    targets.add(TakenJob.from(stage));
    stage.startAgent();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void expiredJobIsRefusedAndTheImportGetsAFreshOne() throws Exception {
    int before = spy.callsThatCreateOrWrap().size();
    Instant issued = Instant.now().minus(Duration.ofHours(2));
    String expired =
        signed(
            target
                .payload()
                .replace(UtcTime.format(target.job().validity().issuedAt()), UtcTime.format(issued))
                .replace(
                    UtcTime.format(target.job().validity().expiresAt()),
                    UtcTime.format(issued.plus(Duration.ofHours(1)))));
    traffic.makeItTheJobOf(target.id(), expired);
    traffic.send(queues.jobs(), target.key(), expired);

    ImportRecord ended = stage.ended(target.id());

    assertThat(stage.auditLines("JOB_REFUSED", target.id().value()))
        .singleElement()
        .asString()
        .contains("JOB_EXPIRED");
    assertThat(ended.state()).isEqualTo(ImportState.IMPORTED);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(spy.callsThatCreateOrWrap().subList(before, spy.callsThatCreateOrWrap().size()))
        .containsExactly("C_CreateObject", "C_GenerateKey", "C_WrapKey");
    assertThat(stage.kmsCalls("ImportKeyMaterial", target.key().toString())).isOne();
    assertThat(stage.keysInHsm(target.id())).hasSize(1);
  }

  @Test
  void replayWithTheSameOrOtherContent() throws Exception {
    traffic.send(queues.jobs(), target.key(), target.sealed(), "the-true-one-" + target.id());
    assertThat(stage.ended(target.id()).state()).isEqualTo(ImportState.IMPORTED);
    int calls = spy.callsThatCreateOrWrap().size();

    String other = signed(target.payload().replace(target.wrappingKey(), AttackersKey.inBase64()));
    traffic.send(queues.jobs(), target.key(), other);
    Eventually.of(
        () -> stage.auditLines("JOB_REFUSED", target.id().value()),
        lines -> !lines.isEmpty(),
        "the refusal of the replay");

    assertThat(stage.auditLines("JOB_REFUSED", target.id().value()))
        .singleElement()
        .asString()
        .contains("JOB_CHANGED");
    assertThat(spy.callsThatCreateOrWrap()).hasSize(calls);

    traffic.send(
        queues.jobs(), target.key(), target.sealed(), "the-true-one-once-more-" + target.id());
    Eventually.of(
        () -> stage.auditLines("RESULT_SENT", target.id().value()),
        lines -> lines.size() == 3,
        "three answers");
    assertThat(spy.callsThatCreateOrWrap().subList(calls, spy.callsThatCreateOrWrap().size()))
        .containsExactly("C_CreateObject", "C_WrapKey");
    assertThat(stage.functions().read(target.id()).state()).isEqualTo(ImportState.IMPORTED);
    assertThat(stage.kmsCalls("ImportKeyMaterial", target.key().toString())).isOne();
    assertThat(stage.keysInHsm(target.id())).hasSize(1);
  }

  private String signed(String content) throws Exception {
    return Signatures.signed(target.saying(content), traffic.cloudSigner()).toString();
  }
}
