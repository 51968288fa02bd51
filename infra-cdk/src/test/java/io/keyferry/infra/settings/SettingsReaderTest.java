package io.keyferry.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {

  private static final String ROLE = "arn:aws:iam::123456789012:role/agents/hsm-2";

  @TempDir Path folder;

  @Test
  void hasADefaultForEveryPropertyThatMayBeLeftOut() throws Exception {
    Settings settings =
        read(Map.of("agents", Map.of("hsm-2", agent("hsm-2", Map.of("roleArn", ROLE)))));

    assertThat(settings)
        .isEqualTo(
            new Settings(
                List.of(
                    new Agent(
                        new AgentName("hsm-2"),
                        VerificationKey.ofPem(Pems.of("hsm-2")),
                        new Agent.Identity.ExistingRole(ROLE))),
                Optional.empty(),
                List.of(),
                new RequestLimits(
                    List.of(
                        WrappingAlgorithm.RSAES_OAEP_SHA_256,
                        WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256),
                    List.of(WrappingKeySpec.RSA_4096),
                    List.of(KeySpec.SYMMETRIC_DEFAULT),
                    Duration.ofHours(12),
                    List.of(),
                    false),
                new Retention(Duration.ofDays(400), 180),
                new Alerts(Optional.empty(), 14),
                new Compute(false, true, Optional.empty())));
  }

  @Test
  void readsEveryProperty() throws Exception {
    Files.writeString(folder.resolve("hsm-1.pem"), Pems.of("hsm-1"));
    Files.writeString(folder.resolve("ca.pem"), Pems.of("ca"));

    Settings settings =
        read(
            Map.ofEntries(
                Map.entry(
                    "agents",
                    Map.of(
                        "hsm-2",
                        agent("hsm-2", Map.of("roleArn", ROLE)),
                        "hsm-1",
                        Map.of("publicKeyFile", "hsm-1.pem", "certificateSubject", "HSM 1"))),
                Map.entry("certificateAuthorityFile", "ca.pem"),
                Map.entry("accounts", List.of("210987654321", "012345678901")),
                Map.entry(
                    "wrappingAlgorithms", List.of("RSA_AES_KEY_WRAP_SHA_1", "RSAES_OAEP_SHA_1")),
                Map.entry("wrappingKeySpecs", List.of("RSA_3072", "RSA_4096")),
                Map.entry("keySpecs", List.of("HMAC_256", "RSA_2048")),
                Map.entry("alarmEmail", "kms@example.com"),
                Map.entry("jobLifetime", "PT24H"),
                Map.entry("keepFailed", "P1D"),
                Map.entry("logRetentionDays", 3653),
                Map.entry("tagKeys", List.of("origin", "cost-*", "Größe/m²")),
                Map.entry("allowEvenIfDisabled", true),
                Map.entry("reservedConcurrency", false),
                Map.entry("lambdaConcurrencyLimit", 10),
                Map.entry("tracing", true),
                Map.entry("expiryWarningDays", 60)));

    assertThat(settings)
        .isEqualTo(
            new Settings(
                List.of(
                    new Agent(
                        new AgentName("hsm-1"),
                        VerificationKey.ofPem(Pems.of("hsm-1")),
                        new Agent.Identity.Certificate("HSM 1")),
                    new Agent(
                        new AgentName("hsm-2"),
                        VerificationKey.ofPem(Pems.of("hsm-2")),
                        new Agent.Identity.ExistingRole(ROLE))),
                Optional.of(Pems.of("ca")),
                List.of("210987654321", "012345678901"),
                new RequestLimits(
                    List.of(
                        WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_1,
                        WrappingAlgorithm.RSAES_OAEP_SHA_1),
                    List.of(WrappingKeySpec.RSA_3072, WrappingKeySpec.RSA_4096),
                    List.of(KeySpec.HMAC_256, KeySpec.RSA_2048),
                    Duration.ofHours(24),
                    List.of("origin", "cost-*", "Größe/m²"),
                    true),
                new Retention(Duration.ofDays(1), 3653),
                new Alerts(Optional.of("kms@example.com"), 60),
                new Compute(true, false, Optional.of(10))));
  }

  @Test
  void writesKeysAlikeWhateverTheirLineBreaks() throws Exception {
    String windows = Pems.of("hsm-2").replace("\n", "\r\n") + "\r\n";

    Settings settings =
        read(Map.of("agents", Map.of("hsm-2", Map.of("publicKey", windows, "roleArn", ROLE))));

    assertThat(settings.agents().getFirst().publicKey().pem()).isEqualTo(Pems.of("hsm-2"));
  }

  @Test
  void reportsAllViolationsInOneMessage() {
    SettingsException refusal =
        catchThrowableOfType(
            SettingsException.class,
            () ->
                read(
                    Map.of(
                        "agents",
                        Map.of("hsm-1", Map.of("publicKey", "no PEM", "colour", "blue")),
                        "certificateAuthority",
                        Pems.of("no-ca"),
                        "logRetentionDays",
                        100,
                        "tracing",
                        "yes")));

    assertThat(refusal)
        .hasMessage(
            """
            test:
              keyferry.agents.hsm-1.publicKey: expected the agent's EC P-256 public key as PEM, as\
             its enrol command prints it, found 6 characters, not PEM
              keyferry.agents.hsm-1.certificateSubject: expected exactly one of certificateSubject\
             and roleArn, found neither
              keyferry.certificateAuthority: expected the operator's CA certificate, now valid, as\
             PEM (-----BEGIN CERTIFICATE-----), found the certificate of CN=Some host, which is not\
             that of a CA
              keyferry.logRetentionDays: expected a number of days that CloudWatch Logs accepts (one\
             of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,\
             2557, 2922, 3288, 3653), found 100
              keyferry.tracing: expected true or false, found 'yes'
              keyferry.agents.hsm-1.colour: expected one of publicKey, publicKeyFile,\
             certificateSubject, roleArn, found 'colour'\
            """);
  }

  @Test
  void namesTheFileWithTheViolation() throws Exception {
    Files.writeString(folder.resolve("key.pem"), Pems.of("p384"));

    assertThatThrownBy(() ->
            read(
                Map.of(
                    "agents",
                    Map.of("hsm-1", Map.of("publicKeyFile", "key.pem", "roleArn", ROLE)),
                    "certificateAuthorityFile",
                    "ca.pem")))
        .hasMessageContaining("publicKeyFile: expected a file with the agent's EC P-256 public key")
        .hasMessageContaining("found in 'key.pem' a key on another curve")
        .hasMessageContaining("certificateAuthorityFile: expected a file with the operator's CA")
        .hasMessageMatching("(?s).*found no file /\\S*/ca\\.pem");
  }

  private Settings read(Map<String, ?> settings) throws SettingsException {
    return new SettingsReader(folder, InstantSource.fixed(Instant.parse("2026-12-01T00:00:00Z")))
        .read(settings, "test");
  }

  private static Map<String, String> agent(String key, Map<String, String> identity) {
    Map<String, String> agent = new HashMap<>(identity);
    agent.put("publicKey", Pems.of(key));
    return agent;
  }
}
