package io.keyferry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keyferry.agent.cli.ConfigFile;
import io.keyferry.agent.config.AgentConfig.AgentSection;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.KeyTemplate.Usage;
import io.keyferry.agent.hsm.TokenSettings;
import io.keyferry.agent.job.check.KeyPattern;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.agent.process.EffectiveUser;
import io.keyferry.agent.process.ProcessUser;
import io.keyferry.agent.systemd.testing.SystemTemp;
import io.keyferry.evidence.log.AuditSettings;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

  @TempDir(factory = SystemTemp.class)
  Path directory;

  @Test
  void tokenAndAuditLogAreEnoughToEnrol() throws Exception {
    Path library = Files.createFile(directory.resolve("token.so"));
    Path file =
        ConfigFile.write(
            directory,
            "token: {library: %s, label: partition}\naudit: {directory: .}\n".formatted(library));

    HsmConfig config = ConfigReader.readHsm(file);

    assertThat(config.token().settings().label()).isEqualTo("partition");
    assertThat(config.agent().keyLabel()).isEqualTo("keyferry-agent");
  }

  @Test
  void presentSectionsAreCheckedBeforeEnrolling() throws Exception {
    Path file =
        ConfigFile.write(
            directory, "token: {library: /lib/token.so, label: p}\npolicy: {accounts: [1]}\n");

    assertThatThrownBy(() -> ConfigReader.readHsm(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("policy.accounts[0]")
        .hasMessageContaining("policy.regions");
  }

  @Test
  void hasADefaultForEveryPropertyThatMayBeLeftOut() throws Exception {
    AgentConfig config = read(ConfigFile.min(directory));

    assertThat(config.cloud().endpoint()).isEmpty();
    assertThat(config.token().settings())
        .isEqualTo(
            new TokenSettings(
                directory.resolve("library.so"), "keyferry", Optional.empty(), Optional.empty()));
    assertThat(config.token().pinFile()).isEmpty();
    assertThat(config.token().template()).isEqualTo(KeyTemplate.LUNA_GUIDE);
    assertThat(config.agent())
        .isEqualTo(
            new AgentSection(
                "keyferry-agent", 4, 8686, Duration.ofSeconds(20), Duration.ofSeconds(30)));
    assertThat(config.policy())
        .isEqualTo(
            new Policy(
                new Policy.KmsKeys(
                    Set.of("123456789012"),
                    Set.of("eu-west-1"),
                    List.of(KeyPattern.ANY),
                    Set.of(KeySpec.SYMMETRIC_DEFAULT)),
                new Policy.Wrapping(
                    Set.of(
                        WrappingAlgorithm.RSAES_OAEP_SHA_256,
                        WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256),
                    4096),
                new Policy.HsmKeys(Set.of(), false),
                Duration.ofHours(24)));
    assertThat(config.audit()).isEqualTo(new AuditSettings(directory.resolve("audit"), 16L << 20));
    assertThat(config.ledger()).isEqualTo(directory.resolve("ledger"));
  }

  @Test
  void readsEveryProperty() throws Exception {
    Files.createFile(directory.resolve("hsm.so"));
    Files.writeString(directory.resolve("cloud.pem"), ConfigFile.PEM);
    Files.createDirectory(directory.resolve("a"));
    Files.createDirectory(directory.resolve("j"));
    AgentConfig config =
        read(
            """
            cloud:
              region: us-gov-west-1
              jobs-queue-url: http://127.0.0.1:9324/000000000000/j.fifo
              results-queue-url: http://127.0.0.1:9324/000000000000/r.fifo
              signing-key-file: cloud.pem
              endpoint: http://127.0.0.1:9324
            token:
              library: %s/hsm.so
              label: 0123
              serial: 0000456
              pin-file: secret/pin
              library-parameters: "configdir='x'"
              key-template: [encrypt, decrypt]
            agent:
              key-label: signer
              concurrency: 16
              port: 0
              poll-wait-seconds: 1
              visibility-timeout-seconds: 3600
            policy:
              accounts: [012345670123, "000000000001"]
              regions: [us-gov-west-1, eu-west-1]
              keys: ["arn:aws:kms:*:012345670123:key/*"]
              wrapping-algorithms: [RSAES_OAEP_SHA_1, RSAES_PKCS1_V1_5]
              min-wrapping-key-bits: 2048
              key-specs: [SYMMETRIC_DEFAULT, HMAC_256]
              max-job-age-minutes: 90
              existing-keys: [0a0b]
              make-extractable: true
            audit:
              directory: a
              max-file-megabytes: 1
            ledger:
              directory: j
            """
                .formatted(directory));

    assertThat(config.cloud().region()).isEqualTo("us-gov-west-1");
    assertThat(config.cloud().jobsQueueUrl().getPath()).endsWith("j.fifo");
    assertThat(config.cloud().resultsQueueUrl().getPath()).endsWith("r.fifo");
    assertThat(config.cloud().signingKey().pem()).isEqualTo(ConfigFile.PEM);
    assertThat(config.cloud().endpoint()).contains(URI.create("http://127.0.0.1:9324"));
    assertThat(config.token().settings())
        .isEqualTo(
            new TokenSettings(
                directory.resolve("hsm.so"),
                "0123",
                Optional.of("0000456"),
                Optional.of("configdir='x'")));
    assertThat(config.token().pinFile()).contains(directory.resolve("secret/pin"));
    assertThat(config.token().template())
        .isEqualTo(new KeyTemplate(Set.of(Usage.ENCRYPT, Usage.DECRYPT), true));
    assertThat(config.agent())
        .isEqualTo(
            new AgentSection("signer", 16, 0, Duration.ofSeconds(1), Duration.ofSeconds(3600)));
    assertThat(config.policy())
        .isEqualTo(
            new Policy(
                new Policy.KmsKeys(
                    Set.of("012345670123", "000000000001"),
                    Set.of("us-gov-west-1", "eu-west-1"),
                    List.of(new KeyPattern("arn:aws:kms:*:012345670123:key/*")),
                    Set.of(KeySpec.SYMMETRIC_DEFAULT, KeySpec.HMAC_256)),
                new Policy.Wrapping(
                    Set.of(WrappingAlgorithm.RSAES_OAEP_SHA_1, WrappingAlgorithm.RSAES_PKCS1_V1_5),
                    2048),
                new Policy.HsmKeys(Set.of(HsmKeyName.parse("0a0b")), true),
                Duration.ofMinutes(90)));
    assertThat(config.audit()).isEqualTo(new AuditSettings(directory.resolve("a"), 1 << 20));
    assertThat(config.ledger()).isEqualTo(directory.resolve("j"));
  }

  @Test
  void reportsAllViolationsAtOnce() throws Exception {
    assertThat(
            violations(
                """
                cloud:
                  regoin: eu-west-1
                  jobs-queue-url: https://sqs.eu-west-1.amazonaws.com/123456789012/jobs
                  results-queue-url: [x]
                  endpoint: ftp://somewhere
                token:
                  library: library.so
                  label: ""
                  pin: 1234
                  key-template: [encrypt, extract]
                agent:
                  concurrency: 17
                  port: none
                  poll-wait-seconds: 21
                  visibility-timeout-seconds: 4
                policy:
                  accounts: []
                  keys: ["*"]
                  wrapping-algorithms: [RSA_OAEP]
                  min-wrapping-key-bits: 1024
                extra: 1
                """))
        .extracting(violation -> violation.substring(0, violation.indexOf(':')))
        .containsExactlyInAnyOrder(
            "cloud.region",
            "cloud.regoin",
            "cloud.jobs-queue-url",
            "cloud.results-queue-url",
            "cloud.signing-key",
            "cloud.endpoint",
            "token.library",
            "token.label",
            "token.pin",
            "token.key-template[1]",
            "agent.concurrency",
            "agent.port",
            "agent.poll-wait-seconds",
            "agent.visibility-timeout-seconds",
            "policy.accounts",
            "policy.regions",
            "policy.keys[0]",
            "policy.wrapping-algorithms[0]",
            "policy.min-wrapping-key-bits",
            "audit",
            "ledger",
            "extra");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "region: eu-west-1 | region: Ireland | cloud.region: expected a Region such as eu-west-1, found 'Ireland'",
        "region: eu-west-1 | region: | cloud.region: expected a Region such as eu-west-1, found nothing",
        "label: keyferry | label: [a] | token.label: expected the label of the token, found a list",
        "label: keyferry | label: {a: b} | token.label: expected the label of the token, found an object",
        "[123456789012] | [12345] | policy.accounts[0]: expected an AWS account id of 12 digits, found 12345",
        "[123456789012] | 123456789012 | policy.accounts: expected a list of at least one, each an AWS account id of 12 digits, found 123456789012",
        "[123456789012] | [123456789012, '123456789012'] | policy.accounts[1]: expected each value once, found '123456789012'",
        "label: keyferry | label: ~ | token.label: expected the label of the token, found nothing",
        "directory: audit | directory: '' | audit.directory: expected an existing directory that the agent can write to, found ''",
        "directory: audit | directory: 5 | audit.directory: expected an existing directory that the agent can write to, found '5', no such file",
        "directory: ledger | directory: '' | ledger.directory: expected an existing directory that the agent can write to, found ''",
        "label: keyferry | label: a; pin-file: '' | token.pin-file: expected the path of a file, found ''",
        "label: keyferry | label: a; call-timeout-seconds: '9' | token.call-timeout-seconds: expected a whole number from 1 to 600, found '9': remove the quotes",
        "label: keyferry | label: a; call-timeout-seconds: 010 | token.call-timeout-seconds: expected a whole number from 1 to 600, found 010",
        "label: keyferry | label: a; key-template: [Decrypt] | token.key-template[0]: expected one of encrypt, decrypt, sign, verify, wrap, unwrap, derive, found 'Decrypt': did you mean 'decrypt'?",
        "[eu-west-1] | [eu-west-1]; make-extractable: 'true' | policy.make-extractable: expected true or false, found 'true': remove the quotes",
        "[eu-west-1] | [] | policy.regions: expected a list of at least one, each a Region such as eu-west-1, found an empty list",
        "BEGIN PUBLIC KEY | BEGIN RSA KEY | cloud.signing-key: expected the cloud's signing key, EC P-256, as PEM (-----BEGIN PUBLIC KEY-----)",
      })
  void reportsPropertyExpectedAndFound(String from, String to, String violation) throws Exception {
    String min = ConfigFile.min(directory);
    assertThat(min).contains(from);
    String value = Optional.ofNullable(to).orElse("").replace("; ", "\n  ");
    assertThat(violations(min.replace(from, value)))
        .singleElement()
        .asString()
        .startsWith(violation);
  }

  @Test
  void suggestsTheIntendedName() throws Exception {
    assertThat(violations(ConfigFile.min(directory) + "agents: {}\n"))
        .singleElement()
        .asString()
        .endsWith("found 'agents': did you mean 'agent'?");
    assertThat(violations(ConfigFile.min(directory) + "agent: {concurency: 2}\n"))
        .singleElement()
        .asString()
        .endsWith("found 'concurency': did you mean 'concurrency'?");
  }

  @Test
  void namesTheSuccessorOfAnEarlierReleasesName() throws Exception {
    String old =
        ConfigFile.min(directory)
                .replace("ledger:\n", "journal:\n")
                .replace("token:\n", "token:\n  call-seconds: 30\n  give-up-seconds: 600\n")
                .replace("audit:\n", "audit:\n  file-megabytes: 16\n")
                .replace(
                    "policy:\n",
                    "policy:\n  least-wrapping-key-bits: 4096\n  longest-job-age-minutes: 60\n")
            + "agent: {poll-seconds: 20, visibility-seconds: 30}\n";

    assertThat(violations(old))
        .filteredOn(violation -> !violation.startsWith("ledger: "))
        .extracting(violation -> violation.replaceAll("(?s): expected.*: it is", " is"))
        .containsExactlyInAnyOrder(
            "journal is called 'ledger' now",
            "token.call-seconds is called 'call-timeout-seconds' now",
            "token.give-up-seconds is called 'max-outage-seconds' now",
            "agent.poll-seconds is called 'poll-wait-seconds' now",
            "agent.visibility-seconds is called 'visibility-timeout-seconds' now",
            "policy.least-wrapping-key-bits is called 'min-wrapping-key-bits' now",
            "policy.longest-job-age-minutes is called 'max-job-age-minutes' now",
            "audit.file-megabytes is called 'max-file-megabytes' now");
  }

  @ParameterizedTest
  @ValueSource(strings = {"!!bool x", "!!bool yes", "!!bool True", "!!float abc", "!!null x"})
  void explicitTagDoesNotTurnATextIntoAnotherType(String value) throws Exception {
    String tagged = ConfigFile.min(directory).replace("label: keyferry", "label: " + value);

    assertThat(violations(tagged))
        .singleElement()
        .asString()
        .contains("a value has the tag tag:yaml.org,2002:");
  }

  @Test
  void neverShowsTheValueOfAnUnknownProperty() throws Exception {
    String withPin = ConfigFile.min(directory).replace("  label:", "  pin: hush-4711\n  label:");
    assertThat(violations(withPin))
        .singleElement()
        .asString()
        .contains("did you mean 'pin-file'?")
        .doesNotContain("hush-4711");
  }

  @Test
  void neverShowsAPrivateKeyThatIsInPlaceOfThePublicOne() throws Exception {
    String withPrivateKey =
        ConfigFile.min(directory)
            .replaceFirst("PUBLIC KEY-----\\s+....", "PRIVATE KEY-----\n    hush");
    assertThat(violations(withPrivateKey))
        .singleElement()
        .asString()
        .startsWith("cloud.signing-key: expected the cloud's signing key")
        .contains("characters that are not shown")
        .doesNotContain("hush");
  }

  @Test
  void requiresExactlyOneSigningKey() throws Exception {
    Files.writeString(directory.resolve("cloud.pem"), ConfigFile.PEM);
    String both =
        ConfigFile.min(directory)
            .replace("  signing-key:", "  signing-key-file: cloud.pem\n  signing-key:");
    assertThat(violations(both))
        .containsExactly(
            "cloud.signing-key: expected exactly one of signing-key and signing-key-file, found both");
  }

  private String withSigningKeyFile() throws IOException {
    return ConfigFile.min(directory)
        .replaceAll("(?s)signing-key: .*token:", "signing-key-file: cloud.pem\ntoken:");
  }

  private void assertSigningKeyFile(String found) throws IOException {
    assertThat(violations(withSigningKeyFile()))
        .singleElement()
        .asString()
        .isEqualTo(
            "cloud.signing-key-file: expected a file with the cloud's signing key, EC P-256, as PEM (-----BEGIN PUBLIC KEY-----), found 'cloud.pem', "
                + found);
  }

  @Test
  void saysWhatIsWrongWithTheFileOfTheSigningKey() throws Exception {
    Path key = directory.resolve("cloud.pem");
    assertSigningKeyFile("no such file: " + key);
    Files.createDirectory(key);
    assertSigningKeyFile("a directory: " + key);
    Files.delete(key);
    Files.createFile(key);
    assertSigningKeyFile("an empty file: " + key);
    Files.writeString(key, "other text");
    assertSigningKeyFile("10 bytes, not PEM: " + key);
    Files.writeString(key, "x".repeat(20_000));
    assertSigningKeyFile("more than 16384 bytes: " + key);
  }

  @Test
  void anUnreadableFileIsReportedAsUnreadable() throws Exception {
    Path key = Files.writeString(directory.resolve("cloud.pem"), ConfigFile.PEM);
    Path config = ConfigFile.write(directory, withSigningKeyFile());
    Path library = directory.resolve("library.so");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    boolean root = ProcessUser.id() == 0;
    for (Path file : List.of(key, library)) {
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(root ? "rw-------" : "---------"));
    }
    if (root) {
      Files.setAttribute(directory.resolve("audit"), "unix:uid", EffectiveUser.NOBODY);
      Files.setAttribute(directory.resolve("ledger"), "unix:uid", EffectiveUser.NOBODY);
    }

    try (EffectiveUser _ = EffectiveUser.withoutRights()) {
      assertThatThrownBy(() -> ConfigReader.read(config))
          .hasMessageContaining("'cloud.pem', permission denied: " + key + " (owner ")
          .hasMessageContaining("'" + library + "', permission denied: " + library + " (owner ")
          .hasMessageContaining("has 2 violations");
    }
  }

  @Test
  void saysWhatIsWrongWithTheConfigurationFileItself() throws Exception {
    assertThatThrownBy(() -> ConfigReader.read(directory)).hasMessageContaining("a directory");
    Path file = directory.resolve("agent.yml");
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertThatThrownBy(() -> ConfigReader.read(file))
        .hasMessageContaining("expected UTF-8 text, found other bytes");
    Files.writeString(file, "#".repeat(2 << 20));
    assertThatThrownBy(() -> ConfigReader.read(file))
        .hasMessageContaining("more than 1048576 bytes");
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(ProcessUser.id() == 0 ? "rw-------" : "---------"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EffectiveUser _ = EffectiveUser.withoutRights()) {
      assertThatThrownBy(() -> ConfigReader.read(file))
          .hasMessageContaining("found permission denied: " + file + " (owner ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "token.library, library: .*, library: lib.so, a relative path",
    "token.library, library: .*, library: /none/lib.so, no such file",
    "token.library, library: .*, library: /proc, not a regular file",
    "audit.directory, directory: audit, directory: none, no such file",
    "ledger.directory, directory: ledger, directory: agent.yml, not a directory",
  })
  void saysWhatIsWrongWithAPath(String property, String from, String to, String found)
      throws Exception {
    assertThat(violations(ConfigFile.min(directory).replaceAll("(?m)" + from + "$", to)))
        .singleElement()
        .asString()
        .startsWith(property + ": ")
        .contains("', " + found + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sqs.eu-west-1.amazonaws.com",
        "http://10.0.0.1:9324",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1@example.com",
        "http://[::2]:9324",
        "HTTP://127.0.0.1",
      })
  void refusesPlainHttpToAnotherHost(String url) throws Exception {
    String min = ConfigFile.min(directory);
    assertThat(violations(min.replace("  signing-key:", "  endpoint: " + url + "\n  signing-key:")))
        .singleElement()
        .asString()
        .startsWith("cloud.endpoint: expected an https URL, or an http URL of this host");
    assertThat(
            violations(
                min.replace(
                    "jobs-queue-url: https://sqs.eu-west-1.amazonaws.com",
                    "jobs-queue-url: " + url)))
        .singleElement()
        .asString()
        .startsWith("cloud.jobs-queue-url: expected the URL of an SQS FIFO queue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:9324", "http://127.1.2.3", "http://localhost:1", "http://[::1]"})
  void allowsPlainHttpToThisHost(String url) throws Exception {
    String min = ConfigFile.min(directory);
    read(
        min.replace("  signing-key:", "  endpoint: " + url + "\n  signing-key:")
            .replace("https://sqs.eu-west-1.amazonaws.com", url));
    read(min.replace("https://sqs.eu-west-1.amazonaws.com", url));
  }

  /** LocalStack's names of queues. */
  @Test
  void withAnEndpointOfItsOwnAQueueIsANameOnly() throws Exception {
    AgentConfig config =
        read(
            ConfigFile.min(directory)
                .replace("  signing-key:", "  endpoint: http://127.0.0.1:4566\n  signing-key:")
                .replace(
                    "https://sqs.eu-west-1.amazonaws.com", "http://sqs.localstack.cloud:4566"));
    assertThat(config.cloud().jobsQueueUrl().getHost()).isEqualTo("sqs.localstack.cloud");
  }

  @Test
  void refusesADuplicateProperty() throws Exception {
    assertThat(violations(ConfigFile.min(directory) + "agent: {port: 1, port: 2}\n"))
        .singleElement()
        .asString()
        .isEqualTo("agent.port: expected the field once, found it more than once");
  }

  @Test
  void refusesObjectsOfJava() throws Exception {
    String gadget = ConfigFile.min(directory) + "agent: !!java.io.File [/tmp]\n";
    assertThat(violations(gadget)).singleElement().asString().contains("java.io.File");
  }

  @Test
  void refusesAValueThatContainsItself() throws Exception {
    assertThat(violations("cloud: &a [*a]\n"))
        .containsExactly("expected YAML, found that in line 1 a value contains itself");
  }

  @Test
  void reportsWhereTheFileIsNotYaml() throws Exception {
    assertThat(violations("cloud:\n  region: [\n")).singleElement().asString().startsWith("line 3");
    assertThat(violations("cloud:\n\tregion: eu-west-1\n"))
        .singleElement()
        .asString()
        .startsWith("line 2: expected YAML, found text that the parser refuses: found character");
    assertThat(violations(""))
        .singleElement()
        .asString()
        .contains("sections of agent.yml, such as token and audit");
    assertThat(violations("[]"))
        .singleElement()
        .asString()
        .contains("sections of agent.yml, such as token and audit");
  }

  private AgentConfig read(String yaml) throws IOException, ConfigurationException {
    return ConfigReader.read(ConfigFile.write(directory, yaml));
  }

  private List<String> violations(String yaml) throws IOException {
    Path file = ConfigFile.write(directory, yaml);
    return catchThrowableOfType(ConfigurationException.class, () -> ConfigReader.read(file))
        .violations();
  }
}
