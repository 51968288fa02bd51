package io.keyferry.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keyferry.model.value.KeySpec;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsViolationsTest {

  private static final String ROLE = "arn:aws:iam::123456789012:role/hsm";
  private static final JsonMapper JSON = new JsonMapper();

  static Stream<Arguments> violations() {
    return Stream.of(
        arguments("accounts", "[]", "found an empty list"),
        arguments("accounts", "\"123456789012\"", "a list of at least one"),
        arguments("accounts", "[\"12345678901\"]", "keyferry.accounts[0]: expected an AWS account"),
        arguments("accounts", "[123456789012]", "found 123456789012"),
        arguments("accounts", "[null]", "keyferry.accounts[0]: expected an AWS account"),
        arguments(
            "accounts", "[\"123456789012\", \"123456789012\"]", "[1]: expected each value once"),
        arguments("wrappingAlgorithms", "[\"RSAES_PKCS1_V1_5\"]", "one of RSAES_OAEP_SHA_256"),
        arguments("wrappingKeySpecs", "[\"RSA_1024\"]", "one of RSA_2048, RSA_3072, RSA_4096"),
        arguments("keySpecs", "[\"ML_DSA_44\"]", "found 'ML_DSA_44'"),
        arguments("alarmEmail", "\"nobody\"", "an e-mail address"),
        arguments("alarmEmail", "[\"a@example.com\"]", "found a list"),
        arguments("jobLifetime", "\"PT24H1S\"", "at most PT24H"),
        arguments("jobLifetime", "\"PT0S\"", "more than zero"),
        arguments("jobLifetime", "\"12h\"", "found '12h'"),
        arguments("jobLifetime", "12", "found 12"),
        arguments("keepFailed", "\"PT36H\"", "number of days"),
        arguments("keepFailed", "\"P0D\"", "number of days"),
        arguments("keepFailed", "\"P4000D\"", "number of days"),
        arguments("logRetentionDays", "\"180\"", "found '180'"),
        arguments("logRetentionDays", "0", "found 0"),
        arguments("tracing", "1", "true or false, found 1"),
        arguments("reservedConcurrency", "\"no\"", "true or false, found 'no'"),
        arguments("allowEvenIfDisabled", "1", "true or false, found 1"),
        arguments("lambdaConcurrencyLimit", "0", "more than 0, found 0"),
        arguments(
            "lambdaConcurrencyLimit",
            "112",
            "expected at least 113, because the functions reserve 13 and Lambda keeps 100 unreserved,"
                + " found 112: have it raised (Service Quotas, Lambda, Concurrent executions), or"
                + " set reservedConcurrency to false"),
        arguments("tagKeys", "[]", "found an empty list"),
        arguments("tagKeys", "[\"a,b\"]", "found 'a,b'"),
        arguments("tagKeys", "[\"a*b\"]", "found 'a*b'"),
        arguments("tagKeys", "[\"a?\"]", "found 'a?'"),
        arguments("tagKeys", "[\"${aws:username}\"]", "found '${aws:username}'"),
        arguments("tagKeys", "[\"keyferry:allow-import\"]", "not starting with keyferry: or"),
        arguments("tagKeys", "[\"KeyFerry:Allow-Import\"]", "found 'KeyFerry:Allow-Import'"),
        arguments("tagKeys", "[\"*\"]", "found '*'"),
        arguments("tagKeys", "[\"Key*\"]", "found 'Key*'"),
        arguments("tagKeys", "[\"aws:x\"]", "found 'aws:x'"),
        arguments("tagKeys", "[\"a*\"]", "found 'a*'"),
        arguments("expiryWarningDays", "0", "from 1 to 365"),
        arguments("expiryWarningDays", "14.5", "found 14.5"),
        arguments("certificateAuthority", "{}", "found an empty object"),
        arguments("agent", "{}", "expected one of agents, certificateAuthority"),
        arguments("agent", "{}", "found 'agent': did you mean 'agents'?"),
        arguments("accounts", "null", "found nothing"),
        arguments("tracing", "\"true\"", "found 'true': remove the quotes"),
        arguments("keySpecs", "[\"RSA_3027\"]", "found 'RSA_3027': did you mean 'RSA_3072'?"),
        arguments("publickKey", "\"hush\"", "found 'publickKey'"));
  }

  @ParameterizedTest
  @MethodSource
  void violations(String property, String json, String found) throws Exception {
    assertViolation(
        Collections.singletonMap(property, JSON.readValue(json, Object.class)),
        "keyferry." + property,
        found);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSAES_OAEP_SHA_256, RSA_4096, RSA_AES_KEY_WRAP_SHA_256 or RSA_AES_KEY_WRAP_SHA_1",
    "SYMMETRIC_DEFAULT, RSA_AES_KEY_WRAP_SHA_256, RSA_4096, RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1",
    "HMAC_512, RSA_AES_KEY_WRAP_SHA_1, RSA_2048, RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1",
    "ECC_NIST_P521, RSAES_OAEP_SHA_1, RSA_2048,"
        + " 'RSA_AES_KEY_WRAP_SHA_256, RSA_AES_KEY_WRAP_SHA_1, RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1'",
  })
  void aKindOfKeyThatNothingCanWrap(String kind, String algorithm, String size, String needed) {
    assertViolation(
        Map.of(
            "keySpecs", List.of(kind),
            "wrappingAlgorithms", List.of(algorithm),
            "wrappingKeySpecs", List.of(size)),
        "keyferry.keySpecs: expected kinds of key that the wrapping algorithms and wrapping keys"
            + " can wrap, found "
            + kind,
        ": allow %s for a %s key".formatted(needed, kind));
  }

  @ParameterizedTest
  @CsvSource({
    "ECC_NIST_P256, RSAES_OAEP_SHA_256, RSA_2048",
    "ECC_NIST_P521, RSA_AES_KEY_WRAP_SHA_256, RSA_2048",
    "ECC_NIST_EDWARDS25519, RSAES_OAEP_SHA_1, RSA_3072",
    "RSA_4096, RSA_AES_KEY_WRAP_SHA_1, RSA_2048",
  })
  void aKindOfKeyThatOneOfTheChoicesWraps(String kind, String algorithm, String size)
      throws Exception {
    Settings settings =
        reader()
            .read(
                Map.of(
                    "agents", Map.of("hsm", agent("hsm-2", ROLE)),
                    "keySpecs", List.of(kind),
                    "wrappingAlgorithms", List.of(algorithm),
                    "wrappingKeySpecs", List.of(size)),
                "test");

    assertThat(settings.limits().keySpecs()).containsExactly(KeySpec.valueOf(kind));
  }

  static Stream<Arguments> violationsOfAnAgent() {
    return Stream.of(
        arguments("publicKey", "p384", "found a key on another curve"),
        arguments("publicKey", "rsa", "found another kind of key, or damaged DER"),
        arguments("publicKey", "off-the-curve", "not on the P-256 curve"),
        arguments("publicKey", "ca", "beginning with -----BEGIN CERTIFICATE-----"),
        arguments("publicKey", "", "found 0 characters, not PEM"),
        arguments("roleArn", "arn:aws:iam::123456789012:user/hsm", "the ARN of a role"),
        arguments("roleArn", "arn:aws-cn:iam::123456789012:role/hsm", "the ARN of a role"),
        arguments("certificateSubject", "${aws:username}", "the common name"),
        arguments("certificateSubject", " hsm", "the common name"));
  }

  @ParameterizedTest
  @MethodSource
  void violationsOfAnAgent(String property, String value, String found) {
    Map<String, Object> agent = new HashMap<>();
    agent.put("publicKey", Pems.of("hsm-1"));
    agent.put("roleArn", ROLE);
    if (property.equals("certificateSubject")) {
      agent.remove("roleArn");
    }
    agent.put(property, property.equals("publicKey") && !value.isEmpty() ? Pems.of(value) : value);
    assertViolation(
        Map.of("agents", Map.of("hsm-1", agent)), "keyferry.agents.hsm-1." + property, found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1hsm", "HSM", "hsm_1", "hsm.1", "a123456789012345678901234567890"})
  void nameOfAnAgent(String name) {
    assertViolation(
        Map.of("agents", Map.of(name, agent("hsm-1", ROLE))),
        "keyferry.agents." + name,
        "a letter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca-expired", "ca-future", "no-ca", "ca-signs-no-certificates", "hsm-1"})
  void certificateAuthority(String name) {
    String found =
        Map.of(
                "ca-expired", "CN=Old CA, which expired on 2020-01-01T00:00:00Z",
                "ca-future", "CN=Coming CA, which is valid from 2119-01-01T00:00:00Z only",
                "no-ca", "CN=Some host, which is not that of a CA",
                "ca-signs-no-certificates", "whose key usage does not have keyCertSign",
                "hsm-1", "PEM of a PUBLIC KEY")
            .getOrDefault(name, "");
    assertViolation(
        Map.of("certificateAuthority", Pems.of(name)), "keyferry.certificateAuthority", found);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "settings")
  void settingsThatAreNoObject(@Nullable String value) {
    assertThatThrownBy(() -> reader().read(value, "test"))
        .hasMessageContaining("keyferry: expected an object with the settings");
  }

  static Stream<Arguments> agents() {
    String other = "arn:aws:iam::123456789012:role/other";
    Map<String, String> both = new HashMap<>(agent("hsm-1", ROLE));
    both.put("certificateSubject", "hsm");
    Map<String, String> twice = new HashMap<>(agent("hsm-1", ROLE));
    twice.put("publicKeyFile", "hsm.pem");
    return Stream.of(
        arguments(Map.of(), "keyferry.agents: expected an object with 1 to 8 agents"),
        arguments(Map.of("a", "b"), "keyferry.agents.a: expected an object with the agent's"),
        arguments(
            Map.of("a", agent("hsm-1", ROLE), "b", agent("hsm-1", other)),
            "keyferry.agents.b.publicKey: expected a key of this agent's own, found that of a"),
        arguments(
            Map.of("a", agent("hsm-1", ROLE), "b", agent("hsm-2", ROLE)),
            "keyferry.agents.b.roleArn: expected one of this agent's own, found that of a"),
        arguments(
            Map.of("a1", agent("hsm-1", ROLE), "a-1", agent("hsm-2", other)),
            "keyferry.agents.a1: expected a name that differs in more than hyphens, found agent a-1"),
        arguments(Map.of("a", both), "exactly one of certificateSubject and roleArn, found both"),
        arguments(Map.of("a", twice), "exactly one of publicKey and publicKeyFile, found both"),
        arguments(
            Map.of("a", Map.of("roleArn", ROLE)), "publicKey and publicKeyFile, found neither"),
        arguments(
            Map.of("a", Map.of("publicKey", Pems.of("hsm-1"), "certificateSubject", "hsm")),
            "keyferry.certificateAuthority: expected the CA certificate of the agents"),
        arguments(
            IntStream.range(0, 9)
                .boxed()
                .collect(Collectors.toMap(i -> "hsm" + i, i -> agent("hsm-1", ROLE + i))),
            "keyferry.agents: expected at most 8 agents, found 9 agents"));
  }

  @ParameterizedTest
  @MethodSource
  void agents(Map<String, ?> agents, String found) {
    assertThatThrownBy(() -> reader().read(Map.of("agents", agents), "test"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(found);
  }

  private static void assertViolation(Map<String, ?> settings, String property, String found) {
    Map<String, Object> all = new HashMap<>();
    all.put("agents", Map.of("hsm", agent("hsm-2", ROLE)));
    all.putAll(settings);
    List<String> lines = new ArrayList<>();
    assertThatThrownBy(() -> reader().read(all, "test"))
        .isInstanceOf(SettingsException.class)
        .satisfies(e -> lines.addAll(String.valueOf(e.getMessage()).lines().skip(1).toList()));
    assertThat(lines).singleElement(STRING).startsWith("  " + property).contains(found);
  }

  private static SettingsReader reader() {
    return new SettingsReader(
        Path.of(""), InstantSource.fixed(Instant.parse("2026-12-01T00:00:00Z")));
  }

  private static Map<String, String> agent(String key, String role) {
    return Map.of("publicKey", Pems.of(key), "roleArn", role);
  }
}
