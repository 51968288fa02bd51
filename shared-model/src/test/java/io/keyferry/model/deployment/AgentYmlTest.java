package io.keyferry.model.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentYmlTest {

  @Test
  void sectionsFollowEachOtherWithTheirComments() {
    assertThat(
            new AgentYml()
                .comment("of an agent")
                .cloud("eu-west-1", "https://queue/jobs.fifo", "https://queue/results.fifo")
                .token()
                .comment("of a token")
                .put("label", "my token")
                .policy(List.of("123456789012"), "eu-west-1")
                .wraps(
                    List.of(KeySpec.HMAC_256, KeySpec.SYMMETRIC_DEFAULT),
                    List.of(WrappingAlgorithm.RSAES_OAEP_SHA_256),
                    WrappingKeySpec.RSA_3072)
                .put("make-extractable", false)
                .audit("audit")
                .ledger("/var/lib/keyferry/ledger"))
        .hasToString(
            """
            # of an agent
            cloud:
              region: eu-west-1
              jobs-queue-url: "https://queue/jobs.fifo"
              results-queue-url: "https://queue/results.fifo"
            token:
              # of a token
              label: "my token"
            policy:
              accounts: ["123456789012"]
              regions: [eu-west-1]
              key-specs: [HMAC_256, SYMMETRIC_DEFAULT]
              wrapping-algorithms: [RSAES_OAEP_SHA_256]
              min-wrapping-key-bits: 3072
              make-extractable: false
            audit:
              directory: audit
            ledger:
              directory: /var/lib/keyferry/ledger
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123", "1e3", "~", "No", "null", "a: b", "a #b", "-a", "*a", "é"})
  void whatYamlCouldTakeForSomethingElseIsQuoted(String value) {
    assertThat(new AgentYml().put("label", value)).hasToString("label: \"" + value + "\"\n");
  }

  @Test
  void aTextOfSeveralLinesBecomesOneLine() {
    assertThat(new AgentYml().put("signing-key", "one\n\"two\"\\"))
        .hasToString("signing-key: \"one\\n\\\"two\\\"\\\\\"\n");
  }
}
