package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole policy documents, in the resources beside this test, so that a review shows what a change
 * of the code does to them. This test cannot show that each allows what the functions need, and no
 * more: the local cloud checks the calls of the end-to-end tests against these policies, and {@link
 * FunctionRightsTest} says what must hold in them, whatever else they say.
 */
class PolicyDocumentsTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  @ParameterizedTest
  @ValueSource(strings = {"RequestImport", "CompleteImport", "ReadImports", "ResumeImports"})
  void aFunctionHasThesePermissionsAsReviewed(String function) throws IOException {
    JsonNode role = stack.properties("Functions" + function + "Role");

    assertThat(role.path("Policies")).hasSize(1);
    assertThat(role.at("/Policies/0/PolicyDocument")).isEqualTo(expected(function));
    assertThat(role.path("AssumeRolePolicyDocument")).isEqualTo(expected("lambda-trust"));
  }

  @ParameterizedTest
  @CsvSource({
    "QueuesJobshsm1QueuePolicy, jobs-hsm-1",
    "QueuesJobshsm2QueuePolicy, jobs-hsm-2",
    "QueuesResultsQueuePolicy, results",
    "QueuesJobshsm1DeadLettersPolicy, dead-letters-hsm-1",
    "QueuesResultsDeadLettersPolicy, dead-letters-results",
    "AlarmTopicPolicy, topic",
  })
  void whoMayDoWhatWithQueuesAndTopic(String resource, String document) throws IOException {
    assertThat(stack.properties(resource).path("PolicyDocument")).isEqualTo(expected(document));
  }

  @Test
  void eventBridgePublishesWithARoleForOurRulesAlone() throws IOException {
    JsonNode role = stack.properties("AlarmTopicPublisher");

    assertThat(role.path("RoleName").asText()).isEqualTo("keyferry-notices-${AWS::Region}");
    assertThat(role.at("/Policies/0/PolicyDocument")).isEqualTo(expected("notices"));
    assertThat(role.path("AssumeRolePolicyDocument")).isEqualTo(expected("notices-trust"));
  }

  @ParameterizedTest
  @CsvSource({"SigningKey, signing-key", "DataKey, data-key"})
  void whoMayDoWhatWithTheKeys(String resource, String document) throws IOException {
    assertThat(stack.properties(resource).path("KeyPolicy")).isEqualTo(expected(document));
  }

  @Test
  void theAgentsRoleIsForTheBearerOfItsCertificateAndHasNoPoliciesOfItsOwn() throws IOException {
    JsonNode role = stack.properties("AgentAccesshsm1Role");

    assertThat(role.path("AssumeRolePolicyDocument")).isEqualTo(expected("agent-trust"));
    assertThat(role.has("Policies")).isFalse();
    assertThat(role.has("ManagedPolicyArns")).isFalse();
  }

  @Test
  void importParametersAreBoundToTheSettings() {
    Synthesized unusual = Synthesized.of(SampleSettings.unusual());
    List<JsonNode> found = new ArrayList<>();
    for (String function : List.of("RequestImport", "CompleteImport", "ResumeImports")) {
      unusual
          .properties("Functions" + function + "Role")
          .at("/Policies/0/PolicyDocument/Statement")
          .valueStream()
          .filter(s -> s.path("Action").asText().equals("kms:GetParametersForImport"))
          .map(s -> s.at("/Condition/StringEquals"))
          .forEach(found::add);
    }

    assertThat(found)
        .hasSize(6)
        .allSatisfy(condition -> {
          assertThat(condition.path("kms:WrappingAlgorithm"))
              .extracting(JsonNode::asText)
              .containsExactly("RSA_AES_KEY_WRAP_SHA_256", "RSAES_OAEP_SHA_1");
          assertThat(condition.path("kms:WrappingKeySpec"))
              .extracting(JsonNode::asText)
              .containsExactly("RSA_4096", "RSA_3072");
        });
  }

  @Test
  void noActionThatIsAllowedHasAWildcard() {
    List<String> wild = new ArrayList<>();
    for (JsonNode statement : stack.template().findValues("Statement")) {
      statement
          .valueStream()
          .filter(one -> one.path("Effect").asText().equals("Allow"))
          .flatMap(one -> texts(one.path("Action")).stream())
          .filter(action -> action.contains("*"))
          .forEach(wild::add);
    }

    assertThat(wild).isEmpty();
  }

  @Test
  void nothingElseGivesRights() {
    for (String type : List.of("Policy", "ManagedPolicy", "User", "AccessKey", "Group")) {
      assertThat(stack.all("AWS::IAM::" + type)).isEmpty();
    }
    assertThat(stack.all("AWS::IAM::Role"))
        .hasSize(6)
        .noneMatch(role -> role.path("Properties").has("ManagedPolicyArns"));
  }

  private static List<String> texts(JsonNode one) {
    return one.isArray() ? one.valueStream().map(JsonNode::asText).toList() : List.of(one.asText());
  }

  private static JsonNode expected(String document) throws IOException {
    try (InputStream json =
        Optional.ofNullable(PolicyDocumentsTest.class.getResourceAsStream(document + ".json"))
            .orElseThrow()) {
      return JSON.readTree(json);
    }
  }
}
