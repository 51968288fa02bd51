package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.config.ConfigReader;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.hsm.KeyTemplate.Usage;
import io.keyferry.model.testing.DocumentMutants;
import io.keyferry.model.testing.SpecSchema;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of agent.yml and its reader accept the same documents. */
class ConfigSchemaTest {

  private static final SpecSchema SCHEMA = SpecSchema.of("agent-config");

  /** What only the schema accepts, and why. The reader accepts nothing that the schema refuses. */
  private static final List<String> EXPECTED =
      List.of(
          // Only the reader checks the file system.
          "/(token/library|cloud/signing-key-file|(audit|ledger)/directory) .*: taken by the schema",
          // Only the reader decodes the key.
          "/cloud/signing-key upper case: taken by the schema",
          // A number without quotes has lost its leading zeros.
          "/policy/(accounts|existing-keys)/\\d (fraction|-?\\d+): taken by the schema");

  @TempDir private Path directory;

  @Test
  void schemaAndReaderAcceptTheSame() throws IOException {
    assertThat(differences(whole())).isEmpty();
    assertThat(differences(min())).isEmpty();
  }

  private List<String> differences(ObjectNode document) {
    assertThat(SCHEMA.faults(document)).isEmpty();
    assertThat(isRead(document)).isTrue();
    return DocumentMutants.differences(SCHEMA, document, this::isRead).stream()
        .filter(difference -> EXPECTED.stream().noneMatch(difference::matches))
        .toList();
  }

  @Test
  void schemaAndReaderHaveTheSameBounds() throws IOException {
    int count = 0;
    for (String section : List.of("token", "agent", "policy", "audit")) {
      for (var property : SCHEMA.node().at("/properties/" + section + "/properties").properties()) {
        JsonNode min = property.getValue().path("minimum");
        JsonNode max = property.getValue().path("maximum");
        if (min.isNumber()) {
          for (int number : List.of(min.asInt() - 1, min.asInt(), max.asInt(), max.asInt() + 1)) {
            ObjectNode document = min();
            document.withObjectProperty(section).put(property.getKey(), number);
            assertThat(isRead(document))
                .as("%s: %d", property.getKey(), number)
                .isEqualTo(number >= min.asInt() && number <= max.asInt());
          }
          count++;
        }
      }
    }
    assertThat(count).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo",
        "http://127.0.0.1:9324/0/j.fifo",
        "http://LocalHost/0/j.fifo",
        "http://[::1]:1/j.fifo",
        "http://sqs.example.com/0/j.fifo",
        "https://sqs.example.com/0/j",
        "ftp://127.0.0.1/0/j.fifo",
        "https://sqs.example.com",
        "j.fifo"
      })
  void schemaAndReaderTakeTheSameQueues(String url) throws IOException {
    ObjectNode alone = min();
    ((ObjectNode) alone.path("cloud")).put("jobs-queue-url", url);
    assertThat(SCHEMA.accepts(alone)).isEqualTo(isRead(alone));
    ObjectNode elsewhere = whole();
    ((ObjectNode) elsewhere.path("cloud")).put("jobs-queue-url", url);
    assertThat(SCHEMA.accepts(elsewhere)).isEqualTo(isRead(elsewhere));
    ((ObjectNode) elsewhere.path("cloud")).put("endpoint", url);
    assertThat(SCHEMA.accepts(elsewhere)).isEqualTo(isRead(elsewhere));
  }

  @Test
  void schemaAndReaderWantExactlyOneSigningKey() throws IOException {
    ObjectNode both = min();
    ((ObjectNode) both.path("cloud")).put("signing-key-file", "cloud.pem");
    ObjectNode neither = min();
    ((ObjectNode) neither.path("cloud")).remove("signing-key");
    assertThat(SCHEMA.accepts(both)).isFalse().isEqualTo(isRead(both));
    assertThat(SCHEMA.accepts(neither)).isFalse().isEqualTo(isRead(neither));
  }

  /** For an unknown property, the reader's message names all known ones. */
  @ParameterizedTest
  @ValueSource(strings = {"", "cloud", "token", "agent", "policy", "audit", "ledger"})
  void hasEveryPropertyOfTheReader(String section) throws IOException {
    ObjectNode document = whole();
    JsonNode part = section.isEmpty() ? document : document.path(section);
    ((ObjectNode) part).put("qqqqqqqq", "1");
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class, () -> ConfigReader.read(write(document)));
    Set<String> known =
        Pattern.compile("qqqqqqqq: expected one of ([a-z, -]+), found")
            .matcher(String.valueOf(refusal.getMessage()))
            .results()
            .map((MatchResult result) -> result.group(1))
            .flatMap(names -> Arrays.stream(names.split(", ", -1)))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> described = new TreeSet<>();
    SCHEMA
        .node()
        .at(section.isEmpty() ? "/properties" : "/properties/" + section + "/properties")
        .fieldNames()
        .forEachRemaining(described::add);
    assertThat(described).isNotEmpty().isEqualTo(known);
  }

  @Test
  void hasTheDefaultsOfTheReader() throws Exception {
    ObjectNode written = min();
    int count = 0;
    for (String section : List.of("token", "agent", "policy", "audit")) {
      ObjectNode part = written.withObjectProperty(section);
      for (var property : SCHEMA.node().at("/properties/" + section + "/properties").properties()) {
        JsonNode byDefault = property.getValue().path("default");
        if (!byDefault.isMissingNode()) {
          part.set(property.getKey(), byDefault);
          count++;
        }
      }
    }
    assertThat(count).isEqualTo(15);
    AgentConfig explicit = ConfigReader.read(write(written));
    AgentConfig implicit = ConfigReader.read(write(min()));
    assertThat(explicit.token()).isEqualTo(implicit.token());
    assertThat(explicit.agent()).isEqualTo(implicit.agent());
    assertThat(explicit.policy()).isEqualTo(implicit.policy());
    assertThat(explicit.audit()).isEqualTo(implicit.audit());
  }

  @Test
  void hasEveryUsageAndSizeOfTheCode() {
    assertThat(SCHEMA.node().at("/properties/token/properties/key-template/items/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Usage.values())
                .map(usage -> usage.name().toLowerCase(Locale.ROOT))
                .toList());
    assertThat(SCHEMA.node().at("/properties/policy/properties/min-wrapping-key-bits/enum"))
        .extracting(JsonNode::asInt)
        .containsExactlyElementsOf(
            Arrays.stream(WrappingKeySpec.values()).map(WrappingKeySpec::bits).toList());
  }

  private ObjectNode min() throws IOException {
    return yaml(ConfigFile.min(directory));
  }

  /**
   * Every property except the alternative signing key and the file of authorities, which must be a
   * real one.
   */
  private ObjectNode whole() throws IOException {
    Files.writeString(directory.resolve("cloud.pem"), ConfigFile.PEM);
    ConfigFile.min(directory);
    return yaml(
        """
        cloud:
          region: us-gov-west-1
          jobs-queue-url: http://sqs.example.com/000000000000/j.fifo
          results-queue-url: http://127.0.0.1:9324/000000000000/r.fifo
          signing-key-file: cloud.pem
          endpoint: http://127.0.0.1:9324
        token:
          library: %s/library.so
          label: payments
          serial: 1334054167318
          pin-file: secret/pin
          library-parameters: "configdir='x'"
          key-template: [encrypt, decrypt]
          call-timeout-seconds: 60
          max-outage-seconds: 300
        agent:
          key-label: signer
          concurrency: 16
          port: 0
          poll-wait-seconds: 1
          visibility-timeout-seconds: 5
        policy:
          accounts: ["123456789012", 210987654321]
          regions: [us-gov-west-1]
          keys: ["arn:aws-us-gov:kms:us-gov-west-1:*:key/*"]
          key-specs: [SYMMETRIC_DEFAULT, ECC_NIST_P384]
          wrapping-algorithms: [RSAES_OAEP_SHA_256, RSA_AES_KEY_WRAP_SHA_256]
          min-wrapping-key-bits: 3072
          max-job-age-minutes: 60
          existing-keys: ["0a1b", "label:payments-2026"]
          make-extractable: true
        audit:
          directory: audit
          max-file-megabytes: 1
        ledger:
          directory: ledger
        """
            .formatted(directory));
  }

  private static ObjectNode yaml(String text) throws IOException {
    return (ObjectNode) new YAMLMapper().readTree(text);
  }

  private boolean isRead(JsonNode document) {
    try {
      ConfigReader.read(write(document));
      return true;
    } catch (ConfigurationException e) {
      return false;
    }
  }

  /** JSON is YAML. */
  private Path write(JsonNode document) {
    try {
      return ConfigFile.write(directory, document.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
