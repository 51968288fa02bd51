package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Agent;
import io.keyferry.infra.settings.Settings;
import io.keyferry.model.value.AgentName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.rolesanywhere.CfnTrustAnchor;
import software.constructs.Construct;

/**
 * The identity of each agent in AWS: its own role, for a certificate of the operator's CA, or an
 * existing role. Never a long-lived access key.
 */
final class AgentAccess extends Construct {

  private final Map<AgentName, ArnPrincipal> principals = new LinkedHashMap<>();
  private final Map<AgentName, CertificateRole> byCertificate = new LinkedHashMap<>();
  private @Nullable CfnTrustAnchor anchor;

  AgentAccess(Construct scope, Settings settings) {
    super(scope, "AgentAccess");
    for (Agent agent : settings.agents()) {
      String arn =
          switch (agent.identity()) {
            case Agent.Identity.ExistingRole(String roleArn) -> roleArn;
            case Agent.Identity.Certificate(String commonName) ->
                byCertificate(agent, commonName, anchor(settings)).roleArn();
          };
      principals.put(agent.name(), new ArnPrincipal(arn));
    }
  }

  /** Created only if an agent needs it. */
  private CfnTrustAnchor anchor(Settings settings) {
    CfnTrustAnchor present = anchor;
    if (present == null) {
      present = anchor(settings.certificateAuthority().orElseThrow());
      anchor = present;
    }
    return present;
  }

  private CfnTrustAnchor anchor(String certificate) {
    return CfnTrustAnchor.Builder.create(this, "TrustAnchor")
        .name("keyferry")
        .enabled(true)
        .source(
            CfnTrustAnchor.SourceProperty.builder()
                .sourceType("CERTIFICATE_BUNDLE")
                .sourceData(
                    CfnTrustAnchor.SourceDataProperty.builder()
                        .x509CertificateData(certificate)
                        .build())
                .build())
        .build();
  }

  private CertificateRole byCertificate(Agent agent, String commonName, CfnTrustAnchor trusted) {
    CertificateRole role =
        new CertificateRole(
            this, agent.name().value(), commonName, trusted.getAttrTrustAnchorArn());
    byCertificate.put(agent.name(), role);
    return role;
  }

  ArnPrincipal principal(Agent agent) {
    return Optional.ofNullable(principals.get(agent.name())).orElseThrow();
  }

  List<ArnPrincipal> principals() {
    return List.copyOf(principals.values());
  }

  /** Absent for an agent with an existing role. */
  Optional<CertificateRole> certificateRole(Agent agent) {
    return Optional.ofNullable(byCertificate.get(agent.name()));
  }
}
