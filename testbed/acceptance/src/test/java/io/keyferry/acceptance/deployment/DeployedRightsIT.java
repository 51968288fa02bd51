package io.keyferry.acceptance.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.acceptance.localstack.OnlyOnLocalStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Permissions as IAM, KMS and SNS report them: the template's documents, complete, with the
 * account's own names in them. What the documents must say is tested in {@code infra-cdk}.
 */
@OnlyOnLocalStack
class DeployedRightsIT {

  private final Deployment deployment = Deployment.get();

  @ParameterizedTest
  @ValueSource(strings = {"RequestImport", "CompleteImport", "ReadImports", "ResumeImports"})
  void functionHasExactlyThePermissionsOfTheTemplate(String function) throws Exception {
    String resource = "Functions" + function + "Role";
    try (IamClient iam = deployment.client(IamClient.builder())) {
      assertRole(iam, role(iam, resource), resource, function);
    }
  }

  @Test
  void eventBridgePublishesWithARoleForOurRulesOnly() throws Exception {
    String resource = "AlarmTopicPublisher";
    try (IamClient iam = deployment.client(IamClient.builder())) {
      assertRole(iam, role(iam, resource), resource, "Publish");
    }
  }

  @Test
  void agentRoleTrustsItsCertificateAndHasNoPoliciesOfItsOwn() throws Exception {
    String resource = "AgentAccesshsm1Role";
    try (IamClient iam = deployment.client(IamClient.builder())) {
      Role role = role(iam, resource);

      assertThat(Json.ofUrlEncoded(role.assumeRolePolicyDocument()))
          .isEqualTo(property(resource, "AssumeRolePolicyDocument"));
      assertThat(role.assumeRolePolicyDocument()).contains("keyferry-hsm-1.example.com");
      assertThat(iam.listRolePolicies(r -> r.roleName(role.roleName())).policyNames()).isEmpty();
      assertThat(iam.listAttachedRolePolicies(r -> r.roleName(role.roleName())).attachedPolicies())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SigningKey, ECC_NIST_P256, SIGN_VERIFY",
    "DataKey, SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT",
  })
  void keyHasTheSpecAndPolicyOfTheTemplate(String name, String spec, String usage)
      throws Exception {
    String id = deployment.physicalId("AWS::KMS::Key", name);
    try (KmsClient kms = deployment.client(KmsClient.builder())) {
      var key = kms.describeKey(r -> r.keyId(id)).keyMetadata();
      assertThat(key.keySpecAsString()).isEqualTo(spec);
      assertThat(key.keyUsageAsString()).isEqualTo(usage);
      assertThat(Json.of(kms.getKeyPolicy(r -> r.keyId(id).policyName("default")).policy()))
          .isEqualTo(deployment.propertyInTheAccount("AWS::KMS::Key", name, "KeyPolicy"));
    }
  }

  @Test
  void theDataKeyIsRotated() {
    String id = deployment.physicalId("AWS::KMS::Key", "DataKey");
    try (KmsClient kms = deployment.client(KmsClient.builder())) {
      assertThat(kms.getKeyRotationStatus(r -> r.keyId(id)).keyRotationEnabled()).isTrue();
    }
  }

  @Test
  void alarmsMayBePublishedAndOnlyOverTls() throws Exception {
    String arn = deployment.physicalId("AWS::SNS::Topic", "AlarmTopic");
    try (SnsClient sns = deployment.client(SnsClient.builder())) {
      String policy =
          sns.getTopicAttributes(r -> r.topicArn(arn)).attributes().getOrDefault("Policy", "");

      assertThat(Json.of(policy))
          .isEqualTo(
              deployment.propertyInTheAccount(
                  "AWS::SNS::TopicPolicy", "AlarmTopicPolicy", "PolicyDocument"));
    }
  }

  /** Asserts the role's name, its trust policy and that it has this policy only. */
  private void assertRole(IamClient iam, Role role, String resource, String policyName)
      throws Exception {
    assertThat(role.roleName()).isEqualTo(property(resource, "RoleName").asText());
    assertThat(role.roleName()).startsWith("keyferry-").endsWith("-" + Deployment.REGION);
    assertThat(Json.ofUrlEncoded(role.assumeRolePolicyDocument()))
        .isEqualTo(property(resource, "AssumeRolePolicyDocument"));
    assertThat(iam.listRolePolicies(r -> r.roleName(role.roleName())).policyNames())
        .containsExactly(policyName);
    assertThat(iam.listAttachedRolePolicies(r -> r.roleName(role.roleName())).attachedPolicies())
        .isEmpty();
    JsonNode policy =
        Json.ofUrlEncoded(
            iam.getRolePolicy(r -> r.roleName(role.roleName()).policyName(policyName))
                .policyDocument());
    assertThat(policy).isEqualTo(property(resource, "Policies").path(0).path("PolicyDocument"));
    assertThat(policy.toString()).doesNotContain("unknown", "left-out", "Fn::");
  }

  private Role role(IamClient iam, String resource) {
    String name = deployment.physicalId("AWS::IAM::Role", resource);
    return iam.getRole(r -> r.roleName(name)).role();
  }

  private JsonNode property(String role, String property) {
    return deployment.propertyInTheAccount("AWS::IAM::Role", role, property);
  }
}
