package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.acceptance.localstack.OnlyOnLocalStack;
import io.keyferry.local.agent.AgentPolicy;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For keys that LocalStack reports something about, it reports what the HSM reported. */
@OnlyOnLocalStack
class LocalStackProofIT {

  @Test
  void carriesAnHmacKeyAndAPairThatLocalStackThenHolds(@TempDir Path folder) throws Exception {
    try (Stage stage = Stage.open(TokenKind.NSS, folder)) {
      stage.allow(AgentPolicy.ALL);
      stage.startAgent();
      ImportId hmac =
          stage.requestImport(
              request(stage, KeySpec.HMAC_256, WrappingAlgorithm.RSAES_OAEP_SHA_256));
      ImportId pair =
          stage.requestImport(
              request(stage, KeySpec.ECC_NIST_P256, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256));

      assertThat(KeyInKms.theHsmsKey(stage, KeySpec.HMAC_256, imported(stage, hmac)))
          .isEqualTo("same MAC");
      assertThat(KeyInKms.theHsmsKey(stage, KeySpec.ECC_NIST_P256, imported(stage, pair)))
          .isEqualTo("same public key");
    }
  }

  private static ObjectNode request(Stage stage, KeySpec spec, WrappingAlgorithm algorithm) {
    ObjectNode request = stage.request();
    request
        .putObject("newKey")
        .put("keySpec", spec.name())
        .put("keyUsage", spec.usages().getFirst().name());
    return request.put("wrappingAlgorithm", algorithm.name());
  }

  private static ImportRecord imported(Stage stage, ImportId id) throws Exception {
    ImportRecord done = stage.ended(id);
    assertThat(done.state()).as(done.toString()).isEqualTo(ImportState.IMPORTED);
    return done;
  }
}
