package io.keyferry.infra;

import io.keyferry.infra.settings.Agent;
import io.keyferry.infra.settings.Alerts;
import io.keyferry.infra.settings.Compute;
import io.keyferry.infra.settings.Pems;
import io.keyferry.infra.settings.RequestLimits;
import io.keyferry.infra.settings.Retention;
import io.keyferry.infra.settings.Settings;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Settings for tests of the template. */
public final class SampleSettings {

  public static final String EXISTING_ROLE = "arn:aws:iam::123456789012:role/agents/hsm-2";

  private static final Agent BY_CERTIFICATE =
      new Agent(
          new AgentName("hsm-1"),
          VerificationKey.ofPem(Pems.of("hsm-1")),
          new Agent.Identity.Certificate("hsm-1.example.com"));
  private static final Agent BY_ROLE =
      new Agent(
          new AgentName("hsm-2"),
          VerificationKey.ofPem(Pems.of("hsm-2")),
          new Agent.Identity.ExistingRole(EXISTING_ROLE));

  private SampleSettings() {}

  /** One agent with a certificate, one with a role, and all defaults. */
  public static Settings twoAgents() {
    return usual(List.of(BY_CERTIFICATE, BY_ROLE), List.of(), Optional.of("kms@example.com"));
  }

  /** An agent with a role, and no default. */
  public static Settings unusual() {
    return new Settings(
        List.of(BY_ROLE),
        Optional.of(Pems.of("ca")),
        List.of("012345678901", "210987654321"),
        new RequestLimits(
            List.of(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, WrappingAlgorithm.RSAES_OAEP_SHA_1),
            List.of(WrappingKeySpec.RSA_4096, WrappingKeySpec.RSA_3072),
            List.of(KeySpec.SYMMETRIC_DEFAULT, KeySpec.HMAC_256),
            Duration.ofMinutes(90),
            List.of("origin", "cost-*"),
            true),
        new Retention(Duration.ofDays(30), 365),
        new Alerts(Optional.empty(), 60),
        new Compute(true, false, Optional.empty()));
  }

  /** The max number of agents, with names of max length. */
  public static Settings maxAgents() {
    List<Agent> agents =
        IntStream.range(0, 8)
            .mapToObj(i ->
                new Agent(
                    new AgentName("a-very-long-name-of-an-agent-" + i),
                    VerificationKey.ofPem(Pems.of("hsm-1")),
                    new Agent.Identity.ExistingRole(EXISTING_ROLE + i)))
            .toList();
    return usual(agents, List.of(), Optional.empty());
  }

  /** The usual settings, with that many long tag keys. */
  public static Settings tagKeys(int count) {
    return usual(
        List.of(BY_ROLE),
        IntStream.range(0, count).mapToObj(i -> "%0100d".formatted(i)).toList(),
        Optional.empty());
  }

  private static Settings usual(List<Agent> agents, List<String> tagKeys, Optional<String> email) {
    return new Settings(
        agents,
        Optional.of(Pems.of("ca")),
        List.of(),
        new RequestLimits(
            List.of(
                WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256),
            List.of(WrappingKeySpec.RSA_4096),
            List.of(KeySpec.SYMMETRIC_DEFAULT),
            Duration.ofHours(12),
            tagKeys,
            false),
        new Retention(Duration.ofDays(400), 180),
        new Alerts(email, 14),
        new Compute(false, true, Optional.empty()));
  }
}
