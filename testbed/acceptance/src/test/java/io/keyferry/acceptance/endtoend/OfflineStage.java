package io.keyferry.acceptance.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsEmulatorSettings;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.local.Layout;
import io.keyferry.local.agent.AgentCommand;
import io.keyferry.local.agent.AgentConfiguration;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.LocalClients;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.local.token.TokenKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;

/** KMS, a token behind a spy and the agent's command line; no cloud half. */
final class OfflineStage implements AutoCloseable {

  /** The files that the operator has after a wrap. */
  record Wrapped(String printed, Path material, Path record) {

    /** The payload of the record, without verifying its signature. */
    JsonNode payload() throws IOException {
      String compact = JSON.readTree(record.toFile()).path("offlineRecord").asText();
      return JSON.readTree(Base64.getUrlDecoder().decode(compact.split("\\.", -1)[1]));
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final AgentCommand agent;
  private final Path configuration;
  private final KmsEmulator emulator;
  private final KmsClient kms;
  private int files;

  OfflineStage(Path folder, Spy spy) throws Exception {
    this.folder = folder;
    PreparedToken token = spy.before(TokenKind.NSS.prepare(folder.resolve("token")));
    agent = new AgentCommand(Layout.ofSystemProperty(), token);
    configuration = AgentConfiguration.writeTokenOnly(folder.resolve("agent.yml"), token);
    emulator =
        KmsEmulator.start(
            KmsEmulatorSettings.of(CloudSettings.REGION.id(), CloudSettings.ACCOUNT)
                .withWrappingKeys(WrappingKeySupply.onePairOfASpec()));
    kms =
        LocalClients.kms(
            emulator.endpoint(), CloudSettings.REGION, LocalClients.anyOf(CloudSettings.ACCOUNT));
  }

  KmsClient kms() {
    return kms;
  }

  /** The console's files, with their current names. */
  static Map<String, byte[]> later(GetParametersForImportResponse given) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("WrappingPublicKey.bin", given.publicKey().asByteArray());
    files.put("ImportToken.bin", given.importToken().asByteArray());
    files.put("README.txt", "for the reader".getBytes(StandardCharsets.UTF_8));
    return files;
  }

  /** The console's files, with their earlier names. */
  static Map<String, byte[]> earlier(GetParametersForImportResponse given) {
    String keyId = given.keyId().substring(given.keyId().lastIndexOf('/') + 1);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("importToken_" + keyId + "_0809092909", given.importToken().asByteArray());
    files.put("wrappingKey_" + keyId + "_0809092909", given.publicKey().asByteArray());
    return files;
  }

  /** Runs {@code wrap} on a zip of these files. */
  Wrapped wrap(Map<String, byte[]> parameters, String... options)
      throws IOException, InterruptedException {
    Path zip = folder.resolve("ImportParameters-" + files + ".zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : parameters.entrySet()) {
        entries.putNextEntry(new ZipEntry(file.getKey()));
        entries.write(file.getValue());
        entries.closeEntry();
      }
    }
    return wrap(List.of("--parameters", zip.toString()), options);
  }

  /**
   * Runs {@code wrap}.
   *
   * @throws IOException with its output, if it refuses
   */
  Wrapped wrap(List<String> parameters, String... options)
      throws IOException, InterruptedException {
    Path material = folder.resolve("EncryptedKeyMaterial-" + files++ + ".bin");
    List<String> words = new ArrayList<>(List.of("wrap", "--config", configuration.toString()));
    words.addAll(parameters);
    words.addAll(List.of(options));
    words.addAll(List.of("--out", material.toString()));
    String printed = agent(words.toArray(String[]::new));
    return new Wrapped(
        printed, material, material.resolveSibling(material.getFileName() + ".record.json"));
  }

  /** Returns the output of {@code record verify} and {@code audit verify}. */
  String verified(Wrapped wrapped) throws IOException, InterruptedException {
    Path key =
        Files.writeString(
            folder.resolve("agent.pem"),
            agent("enrol", "--config", configuration.toString(), "--format", "pem"));
    return agent(
            "record",
            "verify",
            wrapped.record().toString(),
            "--agent-key",
            key.toString(),
            "--material",
            wrapped.material().toString())
        + agent("audit", "verify", folder.resolve("audit").toString(), "--key", key.toString());
  }

  /** Runs the agent's own command line and returns its output. */
  String agent(String... words) throws IOException, InterruptedException {
    return agent.output(words);
  }

  String auditLog() throws IOException {
    return Files.readString(folder.resolve("audit/audit-000001.jsonl"));
  }

  @Override
  public void close() {
    kms.close();
    emulator.close();
  }
}
