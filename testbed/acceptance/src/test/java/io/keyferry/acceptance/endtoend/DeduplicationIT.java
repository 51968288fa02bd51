package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;

/** SQS drops a message whose deduplication id it has seen within the last five minutes. */
class DeduplicationIT {

  @Test
  void jobsSentFirstUnderEveryGuessableId(@TempDir Path folder) throws Exception {
    Spy spy = Spy.writingTo(folder.resolve("spy.log"));
    try (Stage stage = Stage.openThrough(spy, TokenKind.NSS, folder)) {
      JobTraffic traffic = new JobTraffic(stage.cloud());
      KeyArn key =
          KeyArn.parse(
              stage
                  .cloud()
                  .kmsClient()
                  .createKey(r ->
                      r.origin(OriginType.EXTERNAL)
                          .tags(
                              Tag.builder()
                                  .tagKey("keyferry:allow-import")
                                  .tagValue("true")
                                  .build()))
                  .keyMetadata()
                  .arn());
      ObjectNode request = stage.request();
      request.remove("newKey");
      request.put("keyId", key.toString());
      String clientToken = request.get("clientToken").asText();
      List<String> guesses =
          List.of(
              key.toString(),
              digest(key.toString()),
              key.keyId().value(),
              clientToken,
              digest(clientToken),
              digest(request.toString()));
      for (String guess : guesses) {
        traffic.send(stage.cloud().queues().jobs(), key, "forged before " + guess, guess);
      }

      ImportId id = stage.requestImport(request);
      stage.startAgent();

      assertThat(traffic.deadLetters(stage.cloud().queues().jobsDeadLetters(), guesses.size()))
          .allSatisfy(body -> assertThat(body).startsWith("forged before "));
      assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);
      assertThat(spy.callsThatCreateOrWrap())
          .containsExactly("C_CreateObject", "C_GenerateKey", "C_WrapKey");
      assertThat(stage.kmsCalls("ImportKeyMaterial", key.toString())).isOne();
    }
  }

  private static String digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
