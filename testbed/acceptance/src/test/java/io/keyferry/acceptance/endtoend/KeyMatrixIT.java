package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.local.agent.AgentPolicy;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Every kind of key with every algorithm and every wrapping key, end to end: what KMS allows ends
 * Enabled and proved; what it refuses is refused in its own words, with no call to KMS or the HSM.
 * The allowed combinations are in a file of their own, from AWS's documentation and answers.
 */
class KeyMatrixIT {

  /** One combination. */
  private record Cell(KeySpec key, WrappingAlgorithm algorithm, WrappingKeySpec wrappingKey) {

    /** For a spec with two usages, each algorithm tests one of them. */
    KeyUsage usage() {
      return algorithm.name().endsWith("SHA_1") ? key.usages().getFirst() : key.usages().getLast();
    }
  }

  /** NSS softokn 3.87 has neither curve. */
  private static final Set<KeySpec> NOT_ON_THIS_TOKEN =
      Set.of(KeySpec.ECC_SECG_P256K1, KeySpec.ECC_NIST_EDWARDS25519);

  private final Map<Cell, String> table = new LinkedHashMap<>();

  @Test
  void everyKeyWithEveryAlgorithmThatKmsAcceptsAndNoOther(@TempDir Path folder) throws Exception {
    Spy spy = Spy.writingTo(folder.resolve("spy.log"));
    Map<Cell, Boolean> allowed = allowed();
    try (Stage stage =
        Stage.openThrough(
            spy,
            TokenKind.NSS,
            folder,
            settings -> settings.withWrappingKeys(WrappingKeySupply.onePairOfASpec()))) {
      stage.allow(AgentPolicy.ALL);
      stage.startAgent();
      assertRefused(stage, spy, cells(allowed, false));
      assertImported(stage, cells(allowed, true));
    }
    System.out.println(text());
    assertThat(table).hasSize(allowed.size());
  }

  private static List<Cell> cells(Map<Cell, Boolean> allowed, boolean which) {
    return allowed.entrySet().stream()
        .filter(cell -> cell.getValue() == which)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<Cell, Boolean> allowed() throws Exception {
    Map<Cell, Boolean> allowed = new LinkedHashMap<>();
    try (var rows =
        KeyMatrixIT.class.getResourceAsStream(
            "/io/keyferry/kmsemulator/wrapping-combinations.csv")) {
      new String(rows.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(","))
          .forEach(row ->
              allowed.put(
                  new Cell(
                      KeySpec.valueOf(row[0]),
                      WrappingAlgorithm.valueOf(row[1]),
                      WrappingKeySpec.valueOf(row[2])),
                  row[3].equals("yes")));
    }
    assertThat(allowed)
        .hasSize(
            KeySpec.values().length
                * WrappingAlgorithm.values().length
                * WrappingKeySpec.values().length);
    return allowed;
  }

  private void assertRefused(Stage stage, Spy spy, List<Cell> cells) throws Exception {
    Map<Cell, String> sentences = new LinkedHashMap<>();
    for (Cell cell : cells) {
      sentences.put(cell, sentenceOfKms(stage.cloud().kmsClient(), cell));
    }
    int hsmCalls = spy.calls().size();
    int kmsCalls = kmsCalls(stage);
    for (Cell cell : cells) {
      IOException refused =
          catchThrowableOfType(
              IOException.class,
              () ->
                  stage
                      .functions()
                      .invoke(Functions.REQUEST_IMPORT, request(stage, cell).toString()));
      assertThat(refused)
          .as(cell.toString())
          .hasMessageContaining("in the request, nothing was done")
          .hasMessageContaining("wrappingAlgorithm: expected ")
          .hasMessageContaining("(KMS: \"%s\")".formatted(sentences.get(cell)))
          .hasMessageContaining(
              "found %s with a wrapping key %s".formatted(cell.algorithm(), cell.wrappingKey()));
      table.put(cell, "refused");
    }
    assertThat(kmsCalls(stage)).isEqualTo(kmsCalls);
    assertThat(spy.calls()).hasSize(hsmCalls);
  }

  private static int kmsCalls(Stage stage) throws Exception {
    return Files.readAllLines(stage.folder().resolve("kms.log")).size();
  }

  private static String sentenceOfKms(KmsClient kms, Cell cell) {
    String keyId =
        kms.createKey(
                r -> r.origin("EXTERNAL").keySpec(cell.key().name()).keyUsage(cell.usage().name()))
            .keyMetadata()
            .keyId();
    KmsException refused =
        catchThrowableOfType(
            KmsException.class,
            () ->
                kms.getParametersForImport(r ->
                    r.keyId(keyId)
                        .wrappingAlgorithm(cell.algorithm().name())
                        .wrappingKeySpec(cell.wrappingKey().name())));
    return refused.awsErrorDetails().errorMessage();
  }

  private void assertImported(Stage stage, List<Cell> cells) throws Exception {
    Map<Cell, ImportId> imports = new LinkedHashMap<>();
    for (Cell cell : cells) {
      imports.put(cell, stage.requestImport(request(stage, cell)));
    }
    for (Map.Entry<Cell, ImportId> started : imports.entrySet()) {
      Cell cell = started.getKey();
      ImportRecord record = stage.ended(started.getValue());
      if (NOT_ON_THIS_TOKEN.contains(cell.key())) {
        // NSS softokn 3.110 generates Ed25519 keys, but wraps them in a form that KMS does not
        // accept.
        assertThat(record.failed().code().orElseThrow())
            .as(record.toString())
            .isIn(FailureCode.HSM_REFUSED, FailureCode.MATERIAL_REFUSED);
        table.put(cell, "refused: " + record.failed().code().orElseThrow());
      } else {
        assertThat(record.state()).as(record.toString()).isEqualTo(ImportState.IMPORTED);
        assertThat(stateInKms(stage, record)).isEqualTo("Enabled");
        table.put(cell, "Enabled, " + proved(stage, cell, record));
      }
    }
  }

  private static ObjectNode request(Stage stage, Cell cell) {
    ObjectNode request = stage.request();
    request
        .putObject("newKey")
        .put("keySpec", cell.key().name())
        .put("keyUsage", cell.usage().name());
    request.put("wrappingAlgorithm", cell.algorithm().name());
    request.put("wrappingKeySpec", cell.wrappingKey().name());
    return request;
  }

  private static String stateInKms(Stage stage, ImportRecord record) {
    return stage
        .cloud()
        .kmsClient()
        .describeKey(r -> r.keyId(record.keyArn().orElseThrow().toString()))
        .keyMetadata()
        .keyStateAsString();
  }

  private static String proved(Stage stage, Cell cell, ImportRecord record) throws Exception {
    String same = KeyInKms.theHsmsKey(stage, cell.key(), record);
    return cell.key().isKeyPair() ? same + ", " + cell.usage() : same;
  }

  private String text() {
    List<String> lines = new ArrayList<>();
    lines.add(line("", "", Arrays.stream(WrappingKeySpec.values()).map(Enum::name)));
    for (KeySpec key : KeySpec.values()) {
      for (WrappingAlgorithm algorithm : WrappingAlgorithm.values()) {
        lines.add(
            line(
                key.name(),
                algorithm.name(),
                Arrays.stream(WrappingKeySpec.values())
                    .map(
                        spec -> table.getOrDefault(new Cell(key, algorithm, spec), "not tested"))));
      }
    }
    return String.join("\n", lines);
  }

  private static String line(String key, String algorithm, Stream<String> cells) {
    StringBuilder line = new StringBuilder("%-22s %-24s".formatted(key, algorithm));
    cells.forEach(cell -> line.append(" %-44s".formatted(cell)));
    return line.toString().stripTrailing();
  }
}
