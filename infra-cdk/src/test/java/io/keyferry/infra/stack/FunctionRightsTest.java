package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold in the functions' policies, whatever else they say. */
class FunctionRightsTest {

  private static final List<String> FUNCTIONS =
      List.of("RequestImport", "CompleteImport", "ReadImports", "ResumeImports");

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  /** To send a key policy, KMS requires kms:PutKeyPolicy or the bypass of that check. */
  @ParameterizedTest
  @ValueSource(strings = {"RequestImport", "ResumeImports"})
  void aKeyIsMadeWithoutAPolicyOrWithOneThatTheFunctionCannotChange(String function) {
    assertThat(allowed(function, "kms:CreateKey"))
        .extracting(statement -> statement.path("Condition"))
        .containsExactlyInAnyOrder(
            Json.of(
                """
                {
                  "BoolIfExists": {"kms:BypassPolicyLockoutSafetyCheck": "false"},
                  "Null": {"aws:RequestTag/keyferry:import-id": "false"},
                  "StringEquals": {"kms:KeyOrigin": "EXTERNAL"}
                }
                """),
            Json.of(
                """
                {
                  "Bool": {"kms:BypassPolicyLockoutSafetyCheck": "true"},
                  "Null": {"aws:RequestTag/keyferry:import-id": "false"},
                  "StringEquals": {"kms:KeyOrigin": "EXTERNAL"}
                }
                """));
    assertThat(denied(function)).contains("kms:PutKeyPolicy").doesNotContain("kms:CreateKey");
  }

  @Test
  void onlyRequestsMakeKeys() {
    assertThat(allowing("kms:CreateKey")).containsExactly("RequestImport", "ResumeImports");
    assertThat(allowing("kms:TagResource")).containsExactly("RequestImport", "ResumeImports");
    assertThat(denied("CompleteImport")).contains("kms:CreateKey", "kms:TagResource");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RequestImport", "ResumeImports"})
  void tagsAreGivenToExternalKeysAloneAndOnlyTheseOnes(String function) {
    assertThat(allowed(function, "kms:TagResource"))
        .extracting(statement -> statement.path("Condition"))
        .containsExactly(
            Json.of(
                """
                {
                  "ForAllValues:StringLike": {
                    "aws:TagKeys": ["keyferry:import-id", "keyferry:creation-nonce"]
                  },
                  "Null": {"aws:RequestTag/keyferry:import-id": "false"},
                  "StringEqualsIfExists": {"kms:KeyOrigin": "EXTERNAL"}
                }
                """));
    assertThat(
            statements(Synthesized.of(SampleSettings.unusual()), function)
                .flatMap(statement ->
                    statement.at("/Condition/ForAllValues:StringLike/aws:TagKeys").valueStream()))
        .extracting(JsonNode::asText)
        .containsExactly("keyferry:import-id", "keyferry:creation-nonce", "origin", "cost-*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kms:GetParametersForImport", "kms:ImportKeyMaterial"})
  void materialGoesOnlyIntoKeysThatKeyFerryMadeOrWhoseOwnerConsents(String action) {
    assertThat(FUNCTIONS.stream().flatMap(function -> allowed(function, action).stream()))
        .isNotEmpty()
        .allSatisfy(statement -> {
          JsonNode condition = statement.path("Condition");
          assertThat(condition.at("/StringEquals/kms:KeyOrigin").asText()).isEqualTo("EXTERNAL");
          assertThat(
                  condition.at("/Null/aws:ResourceTag~1keyferry:import-id").asText("")
                      + condition
                          .at("/StringEquals/aws:ResourceTag~1keyferry:allow-import")
                          .asText(""))
              .isIn("false", "true");
        });
    assertThat(allowed("CompleteImport", action)).hasSize(2);
  }

  @Test
  void materialIsImportedByCompleteImportAlone() {
    assertThat(allowing("kms:ImportKeyMaterial")).containsExactly("CompleteImport");
    assertThat(denied("RequestImport")).contains("kms:ImportKeyMaterial");
  }

  @Test
  void anAliasIsGivenAfterTheProofAndNeverByARequest() {
    assertThat(allowing("kms:CreateAlias")).containsExactly("CompleteImport");
    assertThat(denied("RequestImport")).contains("kms:CreateAlias");
    assertThat(denied("ResumeImports")).contains("kms:CreateAlias");
  }

  /** Otherwise its role could get the MAC of any imported key of the account. */
  @Test
  void aKeyIsUsedForItsProofOnlyIfKeyFerryMadeItOrItsOwnerConsents() {
    assertThat(allowing("kms:GenerateMac")).containsExactly("CompleteImport");
    assertThat(allowed("CompleteImport", "kms:GenerateMac"))
        .extracting(statement -> statement.path("Condition"))
        .containsExactly(
            Json.of(
                """
                {
                  "Null": {"aws:ResourceTag/keyferry:import-id": "false"},
                  "StringEquals": {"kms:KeyOrigin": "EXTERNAL"}
                }
                """),
            Json.of(
                """
                {
                  "StringEquals": {
                    "aws:ResourceTag/keyferry:allow-import": "true",
                    "kms:KeyOrigin": "EXTERNAL"
                  }
                }
                """));
  }

  /**
   * Policies may depend on a key's aliases ({@code kms:ResourceAliases}), and only new keys get
   * one.
   */
  @Test
  void aKeyGetsAnAliasOnlyIfKeyFerryMadeIt() {
    assertThat(
            allowed("CompleteImport", "kms:CreateAlias").stream()
                .filter(statement -> statement.path("Resource").toString().contains(":key/*")))
        .extracting(statement -> statement.path("Condition"))
        .containsExactly(
            Json.of(
                """
                {
                  "Null": {"aws:ResourceTag/keyferry:import-id": "false"},
                  "StringEquals": {"kms:KeyOrigin": "EXTERNAL"}
                }
                """));
  }

  @Test
  void aKeyIsDisabledByCompleteImportAloneAndOnlyOneThatKeyFerryMade() {
    assertThat(allowing("kms:DisableKey")).containsExactly("CompleteImport");
    assertThat(allowed("CompleteImport", "kms:DisableKey"))
        .extracting(statement -> statement.path("Condition"))
        .containsExactly(
            Json.of(
                """
                {
                  "Null": {"aws:ResourceTag/keyferry:import-id": "false"},
                  "StringEquals": {"kms:KeyOrigin": "EXTERNAL"}
                }
                """));
  }

  /** Otherwise it could not find which key has an alias of someone else. */
  @Test
  void completeImportMayDescribeAKeyOfAnyOrigin() {
    assertThat(allowed("CompleteImport", "kms:DescribeKey"))
        .singleElement()
        .satisfies(statement -> assertThat(statement.has("Condition")).isFalse());
  }

  @Test
  void theImportTokenIsNotForReadImports() {
    assertThat(allowed("ReadImports", "dynamodb:GetItem"))
        .extracting(statement -> statement.path("Condition"))
        .containsExactly(
            Json.of(
                """
                {
                  "ForAllValues:StringEquals": {
                    "dynamodb:Attributes": ["ceremonyRecord", "importId", "record"]
                  },
                  "Null": {"dynamodb:Attributes": "false"},
                  "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}
                }
                """));
    assertThat(allowed("ReadImports", "dynamodb:Query"))
        .extracting(statement -> statement.path("Resource").asText())
        .containsExactly("${ImportsTable.Arn}/index/newest-first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RequestImport", "CompleteImport", "ReadImports", "ResumeImports"})
  void theDataKeyIsUsedThroughOneServiceAndNoFurtherThanItAsks(String function) {
    assertThat(
            statements(stack, function)
                .filter(one -> one.path("Resource").asText().equals("${DataKey.Arn}")))
        .isNotEmpty()
        .allSatisfy(statement ->
            assertThat(texts(statement.path("Action")))
                .isEqualTo(
                    switch (statement.at("/Condition/StringEquals/kms:ViaService").asText()) {
                      case "dynamodb.${AWS::Region}.amazonaws.com" -> List.of("kms:Decrypt");
                      case "sqs.${AWS::Region}.amazonaws.com" ->
                          List.of("kms:Decrypt", "kms:GenerateDataKey");
                      default -> List.of();
                    }));
  }

  /** Without a condition a service would act for anybody who requests it. */
  @Test
  void noServiceUsesTopicOrDataKeyForAnotherAccount() {
    List<JsonNode> forServices =
        Stream.of(
                stack.properties("DataKey").at("/KeyPolicy/Statement"),
                stack.properties("AlarmTopicPolicy").at("/PolicyDocument/Statement"),
                stack.properties("AlarmTopicPublisher").at("/AssumeRolePolicyDocument/Statement"))
            .flatMap(JsonNode::valueStream)
            .filter(statement -> statement.path("Principal").has("Service"))
            .toList();

    assertThat(forServices)
        .hasSize(3)
        .allSatisfy(statement ->
            assertThat(statement.at("/Condition/StringEquals/aws:SourceAccount").asText())
                .isEqualTo("${AWS::AccountId}"));
    assertThat(stack.properties("DataKey").at("/KeyPolicy/Statement"))
        .filteredOn(statement -> statement.path("Principal").has("Service"))
        .extracting(statement ->
            statement.at("/Condition/StringEquals/kms:EncryptionContext:aws:sns:topicArn").asText())
        .containsExactly(
            "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:keyferry-alarms");
  }

  @Test
  void theSigningKeySignsForThreeRolesAndForNoAdministrator() {
    JsonNode deny = stack.properties("SigningKey").at("/KeyPolicy/Statement/1");
    List<String> roles = texts(deny.at("/Condition/ArnNotEquals/aws:PrincipalArn"));

    assertThat(deny.path("Effect").asText()).isEqualTo("Deny");
    assertThat(deny.path("Principal")).isEqualTo(Json.of("{\"AWS\": \"*\"}"));
    assertThat(texts(deny.path("Action"))).containsExactly("kms:Sign");
    assertThat(roles)
        .containsExactlyInAnyOrderElementsOf(
            allowing("kms:Sign").stream()
                .map(function -> stack.properties("Functions" + function + "Role"))
                .map(role ->
                    "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/"
                        + role.path("RoleName").asText())
                .toList())
        .hasSize(3);
  }

  private List<String> allowing(String action) {
    return FUNCTIONS.stream().filter(function -> !allowed(function, action).isEmpty()).toList();
  }

  private List<JsonNode> allowed(String function, String action) {
    return statements(stack, function)
        .filter(statement -> statement.path("Effect").asText().equals("Allow"))
        .filter(statement -> texts(statement.path("Action")).contains(action))
        .toList();
  }

  private List<String> denied(String function) {
    return statements(stack, function)
        .filter(statement -> statement.path("Effect").asText().equals("Deny"))
        .flatMap(statement -> texts(statement.path("Action")).stream())
        .toList();
  }

  private static Stream<JsonNode> statements(Synthesized stack, String function) {
    return stack
        .properties("Functions" + function + "Role")
        .at("/Policies/0/PolicyDocument/Statement")
        .valueStream();
  }

  private static List<String> texts(JsonNode one) {
    return one.isArray() ? one.valueStream().map(JsonNode::asText).toList() : List.of(one.asText());
  }
}
