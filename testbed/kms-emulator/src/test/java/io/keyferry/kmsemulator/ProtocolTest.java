package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.testing.Wrapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AWS's JSON 1.1 protocol, without an SDK. */
class ProtocolTest {

  private final HttpClient http = HttpClient.newHttpClient();
  private KmsEmulator emulator;

  @BeforeEach
  void start() throws IOException {
    emulator = KmsEmulator.start(KmsEmulatorSettings.of("eu-west-1", "111122223333"));
  }

  @AfterEach
  void stop() {
    emulator.close();
    http.close();
  }

  @Test
  void listensOnTheLoopbackAddressOnly() throws IOException {
    assertThat(InetAddress.getByName(emulator.endpoint().getHost()).isLoopbackAddress()).isTrue();
  }

  @Test
  void everyAnswerHasARequestId() throws Exception {
    assertThat(post("ListKeys", "{}").headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(post("ListKeys", "[]").headers().firstValue("x-amzn-RequestId")).isPresent();
  }

  @Test
  void anUnknownOperationIsRefused() throws Exception {
    HttpResponse<byte[]> answer = post("MakeCoffee", "{}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).asString().isEqualTo("{\"__type\":\"UnknownOperationException\"}");
  }

  @Test
  void aRequestWithoutSignatureIsRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(emulator.endpoint())
            .header("X-Amz-Target", "TrentService.ListKeys")
            .POST(BodyPublishers.ofString("{}"))
            .build();

    JsonNode answer = Json.parse(http.send(request, BodyHandlers.ofByteArray()).body());

    assertThat(answer.path("__type").asText()).isEqualTo("MissingAuthenticationTokenException");
  }

  @Test
  void bodyThatIsNotAJsonObjectIsRefused() throws Exception {
    for (String body : new String[] {"", "[]", "{", "{} {}"}) {
      assertThat(post("ListKeys", body).body())
          .as(body)
          .asString()
          .isEqualTo("{\"__type\":\"SerializationException\"}");
    }
  }

  @Test
  void aMemberOfAnotherTypeIsRefused() throws Exception {
    assertThat(post("DescribeKey", "{\"KeyId\":7}").body())
        .asString()
        .isEqualTo("{\"__type\":\"SerializationException\"}");
  }

  @Test
  void returnsTheKeyCheckValuesOfImportedMaterial() throws Exception {
    String keyId = created("{\"Origin\":\"EXTERNAL\"}");
    JsonNode parameters =
        json(
            post(
                "GetParametersForImport",
                "{\"KeyId\":\""
                    + keyId
                    + "\",\"WrappingAlgorithm\":\"RSAES_OAEP_SHA_256\","
                    + "\"WrappingKeySpec\":\"RSA_2048\"}"));
    byte[] wrapped =
        Wrapper.wrap(
            "RSAES_OAEP_SHA_256",
            parameters.path("PublicKey").binaryValue(),
            new TestMaterials().named("32 bytes of a"));
    var request =
        Json.object()
            .put("KeyId", keyId)
            .put("ImportToken", parameters.path("ImportToken").asText())
            .put("EncryptedKeyMaterial", Base64.getEncoder().encodeToString(wrapped))
            .put("ExpirationModel", "KEY_MATERIAL_DOES_NOT_EXPIRE");
    assertThat(post("ImportKeyMaterial", request.toString()).statusCode()).isEqualTo(200);

    // Computed with OpenSSL from the same key.
    assertThat(checkValue(keyId).body())
        .asString()
        .isEqualTo("{\"AES_ECB\":\"3da12e\",\"AES_CMAC\":\"ebd63968c8\"}");
  }

  @Test
  void returnsNoKeyCheckValueWithoutMaterial() throws Exception {
    HttpResponse<byte[]> answer = checkValue(created("{\"Origin\":\"EXTERNAL\"}"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).path("error").asText()).endsWith("holds no AES key");
  }

  @Test
  void returnsNoKeyCheckValueOfAnUnknownKey() throws Exception {
    HttpResponse<byte[]> answer = checkValue("134f2428-cec1-4b25-a1ae-9048164dba47");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).path("error").asText()).endsWith("does not exist");
  }

  private String created(String request) throws Exception {
    return json(post("CreateKey", request)).path("KeyMetadata").path("KeyId").asText();
  }

  private HttpResponse<byte[]> checkValue(String keyId) throws Exception {
    URI uri = emulator.endpoint().resolve("/emulator/key-check-value?keyId=" + keyId);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> post(String operation, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(emulator.endpoint())
            .header("X-Amz-Target", "TrentService." + operation)
            .header("Authorization", "AWS4-HMAC-SHA256 of no importance")
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    return Json.parse(answer.body());
  }
}
