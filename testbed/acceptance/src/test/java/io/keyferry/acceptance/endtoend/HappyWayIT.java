package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.acceptance.localstack.AlsoOnLocalStack;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.run.StepTail;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.ImportId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.KeyState;

@AlsoOnLocalStack
class HappyWayIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** LocalStack behaves the same for either token. */
  static Stream<TokenKind> tokens() {
    return Stage.onLocalStack() ? Stream.of(TokenKind.NSS) : Stream.of(TokenKind.values());
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void carriesAKeyFromTheTokenIntoKms(TokenKind kind, @TempDir Path folder) throws Exception {
    Spy spy = Spy.writingTo(folder.resolve("spy.log"));
    try (Stage stage = Stage.openThrough(spy, kind, folder)) {
      stage.startAgent();
      ObjectNode request = stage.request();
      request.putObject("newKey").put("alias", "alias/happy");

      ImportId id = stage.requestImport(request);
      ImportRecord done = stage.ended(id);

      assertThat(done.state()).as(done.toString()).isEqualTo(ImportState.IMPORTED);
      assertThat(done.kms().keyMaterialId()).get().asString().matches("[0-9a-f]{64}");
      var key = stage.cloud().kmsClient().describeKey(r -> r.keyId("alias/happy")).keyMetadata();
      assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
      assertThat(key.arn()).isEqualTo(done.keyArn().orElseThrow().toString());
      assertThat(usable(stage)).isEqualTo("hello");
      assertSameKey(stage, done, stage.keysInHsm(id).getFirst());
      assertThat(stage.verifiedAudit()).contains("the audit log holds");
      assertThat(stage.functions().invoke(Functions.REQUEST_IMPORT, request.toString()))
          .as("the same client token")
          .contains(id.value(), "SUCCEEDED");
      assertFollowedInTheFunctionsLogs(stage, id);
      assertServesTheHttpApi(stage);
    }
    assertWrappedInTheTokenAndNeverRead(spy);
  }

  /** The same way as the demo. A function logs its steps after it has stored the record. */
  private static void assertFollowedInTheFunctionsLogs(Stage stage, ImportId id) throws Exception {
    StepTail tail =
        new StepTail(
            Stream.of(Functions.REQUEST_IMPORT, Functions.COMPLETE_IMPORT)
                .map(function -> stage.folder().resolve(function + ".log"))
                .toList());
    List<StepEvent> seen = new ArrayList<>();
    Eventually.of(
        () -> {
          seen.addAll(tail.next());
          return List.copyOf(seen);
        },
        steps -> steps.stream().anyMatch(event -> event.step() == ImportStep.IMPORTED),
        "the step IMPORTED in the functions' logs");
    assertThat(seen).extracting(StepEvent::importId).containsOnly(id);
    assertThat(seen)
        .extracting(StepEvent::step)
        .startsWith(ImportStep.REQUEST_ACCEPTED, ImportStep.KMS_KEY_CREATED)
        .endsWith(ImportStep.ALIAS_CREATED, ImportStep.IMPORTED);
  }

  private static void assertWrappedInTheTokenAndNeverRead(Spy spy) throws IOException {
    assertThat(spy.calls())
        .contains("C_CreateObject", "C_GenerateKey", "C_WrapKey", "C_DestroyObject", "C_Sign")
        .doesNotContain("C_Encrypt", "C_EncryptInit", "C_Decrypt", "C_DecryptInit", "C_UnwrapKey");
    assertThat(spy.text()).contains("CKA_SENSITIVE").doesNotContainPattern("CKA_VALUE\\b(?!_)");
  }

  private static void assertServesTheHttpApi(Stage stage) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI api = stage.cloud().address().api();

      HttpResponse<String> accepted =
          http.send(
              HttpRequest.newBuilder(api.resolve("/operations"))
                  .POST(HttpRequest.BodyPublishers.ofString(stage.request().toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
      ImportId id = new ImportId(JSON.readTree(accepted.body()).path("operationId").asText());
      stage.ended(id);

      JsonNode one = get(http, api.resolve("/operations/" + id));
      JsonNode page = get(http, api.resolve("/operations?limit=5"));
      assertThat(one.path("kind").asText()).isEqualTo("newKey");
      assertThat(one.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(page.path("operations").get(0).path("operationId").asText()).isEqualTo(id.value());

      HttpResponse<String> refused =
          http.send(
              HttpRequest.newBuilder(api.resolve("/operations"))
                  .POST(HttpRequest.BodyPublishers.ofString("{\"expiration\":\"soon\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("newKey", "expiration");
    }
  }

  private static JsonNode get(HttpClient http, URI uri) throws Exception {
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static String usable(Stage stage) {
    SdkBytes ciphertext =
        stage
            .cloud()
            .kmsClient()
            .encrypt(r -> r.keyId("alias/happy").plaintext(SdkBytes.fromUtf8String("hello")))
            .ciphertextBlob();
    return stage
        .cloud()
        .kmsClient()
        .decrypt(r -> r.ciphertextBlob(ciphertext))
        .plaintext()
        .asUtf8String();
  }

  private static void assertSameKey(Stage stage, ImportRecord done, JsonNode inHsm)
      throws Exception {
    // LocalStack reports no check value of an AES key; LocalStackProofIT covers other keys.
    if (!Stage.onLocalStack()) {
      assertThat(stage.keyCheckValueInKms(done))
          .isEqualTo(
              done.hsm().hsmKey().orElseThrow().proof().keyCheckValue().orElseThrow().value());
    }
    assertThat(inHsm.path("ckaId").asText())
        .isEqualTo(done.hsm().hsmKey().orElseThrow().ckaId().hex());
    assertThat(inHsm.path("attributes").path("CKA_SENSITIVE").asBoolean()).isTrue();
  }
}
