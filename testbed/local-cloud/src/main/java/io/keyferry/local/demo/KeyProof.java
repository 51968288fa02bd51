package io.keyferry.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.run.LocalRun;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeyCheckValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/** Shows that KMS can use the key, and that KMS and the HSM hold the same key. */
final class KeyProof {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MESSAGE = "carried by KeyFerry";

  private final LocalRun run;
  private final KmsClient kms;
  private final Screen screen;
  private final boolean localStack;

  /**
   * @param localStack whether this KMS is LocalStack's, which does not report what it holds
   */
  KeyProof(LocalRun run, KmsClient kms, Screen screen, boolean localStack) {
    this.run = run;
    this.kms = kms;
    this.screen = screen;
    this.localStack = localStack;
  }

  void show(ImportRecord imported) throws DemoFailure, IOException, InterruptedException {
    KeyArn key = imported.keyArn().orElseThrow();
    encryptAndDecrypt(key);
    JsonNode inHsm = keyInHsm(CkaId.of(imported.importId()));
    screen.line(
        "the token has the key '%s', CKA_ID %s",
        inHsm.path("label").asText(), inHsm.path("ckaId").asText());
    JsonNode attributes = inHsm.path("attributes");
    screen.line(
        "  CKA_SENSITIVE %s: the token never shows its value", attributes.path("CKA_SENSITIVE"));
    if (screen.isVerbose()) {
      attributes
          .properties()
          .forEach(
              attribute -> screen.line("  %-22s %s", attribute.getKey(), attribute.getValue()));
    }
    KeyCheckValue hsm = keyCheckValue(imported);
    if (localStack) {
      screen.line("key check value in the HSM %s", hsm);
      screen.line(
          "not shown here: that KMS holds the same key. LocalStack reports no key check value");
      screen.line("of an AES key, and accepts other bytes on re-import (docs/localstack.md)");
    } else {
      compare(key, hsm);
    }
  }

  private void compare(KeyArn key, KeyCheckValue hsm)
      throws DemoFailure, IOException, InterruptedException {
    String held = keyCheckValueInKms(key, hsm.method());
    if (!held.equals(hsm.value())) {
      throw new DemoFailure(
          "comparing key check values", "the HSM says " + hsm + ", KMS holds " + held);
    }
    screen.line(
        "HSM and KMS have the same key: key check value in the HSM %s = in KMS %s", hsm, held);
  }

  private void encryptAndDecrypt(KeyArn key) throws DemoFailure {
    SdkBytes ciphertext =
        kms.encrypt(request ->
                request.keyId(key.toString()).plaintext(SdkBytes.fromUtf8String(MESSAGE)))
            .ciphertextBlob();
    String back =
        kms.decrypt(request -> request.ciphertextBlob(ciphertext)).plaintext().asUtf8String();
    if (!back.equals(MESSAGE)) {
      throw new DemoFailure("decrypting under the KMS key", "expected '" + MESSAGE + "'");
    }
    screen.line(
        "KMS encrypted %d bytes into %d and decrypted them again",
        MESSAGE.getBytes(StandardCharsets.UTF_8).length, ciphertext.asByteArray().length);
  }

  private JsonNode keyInHsm(CkaId id) throws DemoFailure, IOException, InterruptedException {
    String answer =
        run.agentCommand()
            .output("keys", "--config", run.agentConfiguration().toString(), "--json");
    for (JsonNode key : JSON.readTree(answer).path("keys")) {
      if (key.path("ckaId").asText().equals(id.hex())) {
        return key;
      }
    }
    throw new DemoFailure("finding the key in the HSM", "no key with CKA_ID " + id);
  }

  /** Returns the check value that the HSM computed while it wrapped the key. */
  private static KeyCheckValue keyCheckValue(ImportRecord imported) throws DemoFailure {
    return imported
        .hsm()
        .hsmKey()
        .flatMap(key -> key.proof().keyCheckValue())
        .orElseThrow(() ->
            new DemoFailure(
                "reading the key check value", "expected one in the import record, found none"));
  }

  private String keyCheckValueInKms(KeyArn key, KeyCheckValue.Method method)
      throws IOException, InterruptedException {
    URI uri = run.cloud().kms().resolve("/emulator/key-check-value?keyId=" + key.keyId());
    try (HttpClient http = HttpClient.newHttpClient()) {
      String answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      return JSON.readTree(answer).path(method.name()).asText();
    }
  }
}
