package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import io.keyferry.infra.settings.Pems;
import org.junit.jupiter.api.Test;

class AgentAccessTest {

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  @Test
  void theOperatorsCaIsTheTrustAnchor() {
    assertThat(stack.properties("AgentAccessTrustAnchor"))
        .isEqualTo(
            Json.of(
                """
                {
                  "Name": "keyferry",
                  "Enabled": true,
                  "Source": {
                    "SourceType": "CERTIFICATE_BUNDLE",
                    "SourceData": {"X509CertificateData": "%s"}
                  }
                }
                """
                    .formatted(Pems.of("ca").replace("\n", "\\n"))));
  }

  @Test
  void theProfileGivesTheAgentsOwnRoleForAnHour() {
    assertThat(stack.properties("AgentAccesshsm1Profile"))
        .isEqualTo(
            Json.of(
                """
                {
                  "Name": "keyferry-hsm-1",
                  "Enabled": true,
                  "DurationSeconds": 3600,
                  "RoleArns": ["${AgentAccesshsm1Role.Arn}"]
                }
                """));
  }

  @Test
  void anAgentWithARoleGetsNothingOfRolesAnywhere() {
    Synthesized unusual = Synthesized.of(SampleSettings.unusual());

    assertThat(stack.all("AWS::RolesAnywhere::Profile")).hasSize(1);
    assertThat(unusual.all("AWS::RolesAnywhere::Profile")).isEmpty();
    assertThat(unusual.all("AWS::RolesAnywhere::TrustAnchor")).isEmpty();
    assertThat(unusual.all("AWS::IAM::Role")).hasSize(5);
  }
}
