package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.KeyState;

/** A verification compares the key in KMS with the key in the HSM. */
class VerificationIT {

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void open() throws Exception {
    stage = Stage.open(TokenKind.SOFTHSM, folder);
    stage.startAgent();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void theSameKeyIsProvedInARecordOfItsOwnAndTwice() throws Exception {
    ImportRecord imported = carryAKey();
    Path before = stage.ceremonyRecord(imported.importId());
    for (int i = 0; i < 2; i++) {
      ImportRecord proved = stage.ended(verify(imported));

      assertThat(proved.state()).as(proved.toString()).isEqualTo(ImportState.IMPORTED);
      assertThat(proved.order().verifies()).contains(imported.importId());
      assertThat(proved.kms().keyMaterialId()).isEqualTo(imported.kms().keyMaterialId());
      Path record = stage.ceremonyRecord(proved.importId());
      assertThat(stage.verifiedRecord(record, "--previous", before.toString()))
          .doesNotContain("✗")
          .contains("✓ place in the chain");
      before = record;
    }
    assertThat(stage.keysInHsm(imported.importId())).hasSize(1);
    assertThat(stage.kmsCalls("ImportKeyMaterial", keyArn(imported))).isEqualTo(3);
  }

  @Test
  void keyReplacedInTheHsmIsDetectedAndKmsKeepsItsMaterial() throws Exception {
    ImportRecord imported = carryAKey();
    stage.stopAgent();
    CkaId id = CkaId.of(imported.importId());
    Intruder intruder = new Intruder(stage.token());
    intruder.destroy(id);
    intruder.plant(id, "other");
    stage.startAgent();

    ImportRecord refuted = stage.ended(verify(imported));

    assertThat(refuted.state()).isEqualTo(ImportState.FAILED);
    assertThat(refuted.failed().code()).contains(FailureCode.MATERIAL_DIFFERS);
    assertThat(refuted.failed().reason())
        .get()
        .asString()
        .contains("IncorrectKeyMaterialException");
    assertThat(stage.verifiedRecord(stage.ceremonyRecord(refuted.importId())))
        .doesNotContain("✗")
        .contains("FAILED");
    assertThat(stage.kmsCalls("ImportKeyMaterial", keyArn(imported))).isOne();
    assertThat(stage.cloud().kmsClient().describeKey(r -> r.keyId(keyArn(imported))).keyMetadata())
        .returns(KeyState.ENABLED, key -> key.keyState())
        .returns(imported.kms().keyMaterialId().orElseThrow(), key -> key.currentKeyMaterialId());
  }

  private static ImportRecord carryAKey() throws Exception {
    ImportRecord imported = stage.ended(stage.requestImport());
    assertThat(imported.state()).as(imported.toString()).isEqualTo(ImportState.IMPORTED);
    return imported;
  }

  private static ImportId verify(ImportRecord imported) throws Exception {
    ObjectNode request = stage.request();
    request.remove("newKey");
    request.putObject("verify").put("importId", imported.importId().value());
    return stage.requestImport(request);
  }

  private static String keyArn(ImportRecord imported) {
    return imported.keyArn().orElseThrow().toString();
  }
}
