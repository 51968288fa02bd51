package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.agent.hsm.testing.FaultInjector;
import io.keyferry.local.agent.AgentPolicy;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token that answers one kind of job with a catch-all code, as some do. */
class PoisonJobIT {

  private static final long GENERAL_ERROR = 0x05;

  @Test
  void fourJobsThatFailInTheHsmAreRefusedWithTheReasonAndTwelveOthersSucceed(@TempDir Path folder)
      throws Exception {
    List<FaultInjector> before = new ArrayList<>();
    try (Stage stage =
        Stage.openThrough(
            TokenKind.NSS,
            folder,
            token -> {
              FaultInjector faults =
                  new FaultInjector(
                      token.library(),
                      Files.readString(token.pinFile()),
                      Files.createDirectory(folder.resolve("faults")));
              before.add(faults);
              return token.through(faults.library());
            })) {
      FaultInjector faults = before.getFirst();
      stage.allow(AgentPolicy.ALL);
      stage.startAgent();
      int logins = faults.calls("C_Login");
      faults.answer("C_GenerateKeyPair", GENERAL_ERROR).always();

      List<ImportId> poison = new ArrayList<>();
      List<ImportId> others = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        poison.add(stage.requestImport(pair(stage)));
        for (int j = 0; j < 3; j++) {
          others.add(stage.requestImport());
        }
      }
      for (ImportId id : others) {
        assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);
      }
      for (ImportId id : poison) {
        ImportRecord refused = stage.ended(id);
        assertThat(refused.failed().code()).contains(FailureCode.HSM_REFUSED);
        assertThat(refused.failed().reason().orElseThrow())
            .contains("failed 3 times although it otherwise works", "CKR_GENERAL_ERROR");
      }
      assertThat(faults.calls("C_Login")).isEqualTo(logins);
      assertThat(faults.calls("C_Finalize")).isZero();
      JobTraffic traffic = new JobTraffic(stage.cloud());
      assertThat(traffic.outstanding(stage.cloud().queues().jobsDeadLetters())).isZero();
      before.getFirst().clear();
    } finally {
      before.getFirst().close();
    }
  }

  private static ObjectNode pair(Stage stage) {
    ObjectNode request = stage.request();
    request
        .putObject("newKey")
        .put("keySpec", KeySpec.ECC_SECG_P256K1.name())
        .put("keyUsage", "SIGN_VERIFY");
    request.put("wrappingAlgorithm", WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256.name());
    return request;
  }
}
