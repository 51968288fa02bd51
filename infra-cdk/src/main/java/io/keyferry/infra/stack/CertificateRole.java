package io.keyferry.infra.stack;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.rolesanywhere.CfnProfile;
import software.constructs.Construct;

/**
 * A role that IAM Roles Anywhere gives to the bearer of one certificate. It has no policies of its
 * own: the policies of the queues and the key say what it may do.
 */
final class CertificateRole extends Construct {

  private static final int SESSION_SECONDS = 3600;

  private final String trustAnchorArn;
  private final CfnRole role;
  private final CfnProfile profile;

  CertificateRole(Construct scope, String agent, String commonName, String trustAnchorArn) {
    super(scope, agent);
    this.trustAnchorArn = trustAnchorArn;
    this.role =
        CfnRole.Builder.create(this, "Role")
            .description("KeyFerry's agent " + agent)
            .assumeRolePolicyDocument(
                PolicyDocument.Builder.create()
                    .statements(List.of(trust(commonName, trustAnchorArn)))
                    .build())
            .maxSessionDuration(SESSION_SECONDS)
            .build();
    this.profile =
        CfnProfile.Builder.create(this, "Profile")
            .name("keyferry-" + agent)
            .enabled(true)
            .durationSeconds(SESSION_SECONDS)
            .roleArns(List.of(role.getAttrArn()))
            .build();
  }

  private static PolicyStatement trust(String commonName, String trustAnchorArn) {
    return PolicyStatement.Builder.create()
        .sid("BearerOfTheCertificate")
        .principals(List.of(new ServicePrincipal("rolesanywhere.amazonaws.com")))
        .actions(List.of("sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"))
        .conditions(
            new TreeMap<>(
                Map.of(
                    "ArnEquals", Map.of("aws:SourceArn", trustAnchorArn),
                    "StringEquals", Map.of("aws:PrincipalTag/x509Subject/CN", commonName))))
        .build();
  }

  String roleArn() {
    return role.getAttrArn();
  }

  String profileArn() {
    return profile.getAttrProfileArn();
  }

  String trustAnchorArn() {
    return trustAnchorArn;
  }
}
