package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeyArn;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks by someone with a login to the partition, who plants a key where a new one is to be
 * generated.
 */
class PlantedKeyIT {

  private static final CkaId ANOTHER_ID = new CkaId("00112233445566778899aabbccddeeff");

  private static final KeyArn ANOTHER_GROUP =
      KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/99999999-12ab-34cd-56ef-1234567890ab");

  @TempDir private Path folder;
  private Spy spy;
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    spy = Spy.writingTo(folder.resolve("spy.log"));
    stage = Stage.openThrough(spy, TokenKind.SOFTHSM, folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void keyPlantedUnderTheIdOfANewKeyIsNotWrapped() throws Exception {
    TakenJob target = TakenJob.from(stage);
    new Intruder(stage.token()).plant(CkaId.of(target.id()), label(target));

    ImportRecord refused = theAgentMeets(target);

    assertThat(refused.failed().code()).contains(FailureCode.HSM_KEY_UNEXPECTED);
    assertThat(spy.callsThatCreateOrWrap()).isEmpty();
    assertThat(stage.kmsCalls("ImportKeyMaterial", target.key().toString())).isZero();
    assertThat(stage.auditLines("JOB_REFUSED", target.id().value()))
        .singleElement()
        .asString()
        .contains("HSM_KEY_UNEXPECTED");
  }

  @Test
  void keyPlantedUnderTheIdOfANewKeyIsNotWrappedWhenTheJobIsRedelivered() throws Exception {
    TakenJob target = TakenJob.from(stage);
    new Intruder(stage.token()).plant(CkaId.of(target.id()), label(target));
    assertThat(theAgentMeets(target).failed().code()).contains(FailureCode.HSM_KEY_UNEXPECTED);

    JobTraffic traffic = new JobTraffic(stage.cloud());
    for (int replay = 2; replay <= 3; replay++) {
      traffic.send(
          stage.cloud().queues().jobs(), ANOTHER_GROUP, target.sealed(), "replay-" + replay);
      int answers = replay;
      Eventually.of(
          () -> stage.auditLines("RESULT_SENT", target.id().value()),
          lines -> lines.size() == answers,
          "answer " + replay);
    }
    assertThat(stage.auditLines("JOB_REFUSED", target.id().value()))
        .hasSize(3)
        .allMatch(line -> line.contains("HSM_KEY_UNEXPECTED"));
    assertThat(spy.callsThatCreateOrWrap()).isEmpty();
  }

  @Test
  void keyPlantedUnderTheLabelOfANewKeyIsIgnored() throws Exception {
    TakenJob target = TakenJob.from(stage);
    new Intruder(stage.token()).plant(ANOTHER_ID, label(target));

    ImportRecord imported = theAgentMeets(target);

    assertThat(imported.state()).as(imported.toString()).isEqualTo(ImportState.IMPORTED);
    assertThat(spy.callsThatCreateOrWrap())
        .containsExactly("C_CreateObject", "C_GenerateKey", "C_WrapKey");
    assertThat(stage.kmsCalls("ImportKeyMaterial", target.key().toString())).isOne();
    assertThat(imported.hsm().hsmKey()).get().returns(CkaId.of(target.id()), key -> key.ckaId());
    assertThat(stage.keysInHsm())
        .extracting(key -> key.path("ckaId").asText())
        .containsExactlyInAnyOrder(ANOTHER_ID.hex(), CkaId.of(target.id()).hex());
    assertThat(stage.keysInHsm()).extracting(PlantedKeyIT::checkValue).doesNotHaveDuplicates();
  }

  private ImportRecord theAgentMeets(TakenJob target) throws Exception {
    stage.startAgent();
    new JobTraffic(stage.cloud())
        .send(stage.cloud().queues().jobs(), target.key(), target.sealed(), "again-" + target.id());
    return stage.ended(target.id());
  }

  private static String label(TakenJob target) {
    return "keyferry " + target.id();
  }

  private static String checkValue(JsonNode key) {
    return key.path("keyCheckValue").toString();
  }
}
