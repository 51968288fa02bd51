package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.Machine;

/** How the rule matches events as CloudTrail writes them, tested with EventBridge's own engine. */
class SigningKeyWatchTest {

  private static final String KEY = "${SigningKey.Arn}";
  private static final String OTHER_KEY = "arn:aws:kms:eu-west-1:123456789012:key/other";

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());
  private final JsonNode rule = stack.properties("SigningKeyWatchRule");

  @Test
  void comesToTheTopicAndTakesEventsThatOnlyReadToo() {
    assertThat(rule.path("Name").asText()).isEqualTo("keyferry-signing-key");
    assertThat(rule.path("State").asText())
        .isEqualTo("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    assertThat(rule.at("/Targets/0/Arn").asText()).isEqualTo("${AlarmTopic}");
    assertThat(rule.at("/Targets/0/RoleArn").asText()).isEqualTo("${AlarmTopicPublisher.Arn}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"keyferry-request-import", "keyferry-complete-import", "keyferry-resume-imports"})
  void aFunctionThatSignsIsNotReported(String role) throws Exception {
    assertThat(reported(call("Sign", KEY, assumed(ours(role))))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/keyferry-read-imports-${AWS::Region}",
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/keyferry-request-import",
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/keyferry-request-import-another-region",
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/keyferry-request-imports-${AWS::Region}",
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/team/keyferry-request-import-${AWS::Region}",
        "arn:aws:iam::999999999999:role/keyferry-request-import-${AWS::Region}",
        "arn:aws:iam::123456789012:role/Admin",
      })
  void anotherRoleThatSignsIsReported(String role) throws Exception {
    assertThat(reported(call("Sign", KEY, assumed(role)))).isTrue();
  }

  @Test
  void aUserTheRootUserAndAServiceThatSignAreReported() throws Exception {
    assertThat(
            reported(
                call(
                    "Sign",
                    KEY,
                    """
                    {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/keyferry-request-import",
                     "userName": "keyferry-request-import"}
                    """)))
        .isTrue();
    assertThat(
            reported(
                call(
                    "Sign",
                    KEY,
                    """
                    {"type": "Root", "arn": "arn:aws:iam::123456789012:root",
                     "sessionContext": {"attributes": {"mfaAuthenticated": "true"}}}
                    """)))
        .isTrue();
    assertThat(
            reported(
                call("Sign", KEY, "{\"type\": \"AWSService\", \"invokedBy\": \"AWS Internal\"}")))
        .isTrue();
  }

  /** For a denied call CloudTrail has the text of the error, but maybe not the key. */
  @Test
  void anAttemptThatWasDeniedIsReportedThoughItNamesTheKeyInItsErrorAlone() throws Exception {
    ObjectNode denied = call("Sign", KEY, assumed("arn:aws:iam::123456789012:role/Admin"));
    denied.putNull("requestParameters");
    denied.remove("resources");
    denied.put("errorCode", "AccessDenied");
    denied.put(
        "errorMessage",
        "User: arn:aws:sts::123456789012:assumed-role/Admin/me is not authorized to perform:"
            + " kms:Sign on resource: "
            + KEY
            + " with an explicit deny in a resource-based policy");

    assertThat(reported(denied)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PutKeyPolicy", "CreateGrant", "DisableKey", "ScheduleKeyDeletion"})
  void changesToTheKeyAreReported(String operation) throws Exception {
    assertThat(reported(call(operation, KEY, assumed("arn:aws:iam::123456789012:role/Admin"))))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"Sign, " + OTHER_KEY, "GetPublicKey, " + KEY, "Verify, " + KEY})
  void nothingElseIsReported(String operation, String key) throws Exception {
    assertThat(reported(call(operation, key, assumed("arn:aws:iam::123456789012:role/Admin"))))
        .isFalse();
  }

  private boolean reported(ObjectNode detail) throws Exception {
    Machine machine = Machine.builder().build();
    machine.addRule("rule", rule.path("EventPattern").toString());
    ObjectNode event =
        (ObjectNode)
            Json.of("{\"source\": \"aws.kms\", \"detail-type\": \"AWS API Call via CloudTrail\"}");
    event.set("detail", detail);
    return !machine.rulesForJSONEvent(event.toString()).isEmpty();
  }

  /** As the KMS developer guide shows it ("Logging AWS KMS API calls", Sign). */
  private static ObjectNode call(String operation, String key, String identity) {
    ObjectNode call =
        (ObjectNode)
            Json.of(
                """
                {
                  "eventVersion": "1.08",
                  "eventSource": "kms.amazonaws.com",
                  "eventName": "%s",
                  "requestParameters": {
                    "messageType": "DIGEST", "keyId": "%s", "signingAlgorithm": "ECDSA_SHA_256"
                  },
                  "responseElements": null,
                  "readOnly": true,
                  "resources": [{"accountId": "123456789012", "type": "AWS::KMS::Key", "ARN": "%s"}],
                  "eventType": "AwsApiCall",
                  "managementEvent": true
                }
                """
                    .formatted(operation, key, key));
    call.set("userIdentity", Json.of(identity));
    return call;
  }

  private static String ours(String role) {
    return "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/" + role + "-${AWS::Region}";
  }

  private static String assumed(String role) {
    return """
    {
      "type": "AssumedRole",
      "principalId": "AROAEXAMPLE:session",
      "arn": "arn:aws:sts::123456789012:assumed-role/name/session",
      "sessionContext": {
        "sessionIssuer": {"type": "Role", "principalId": "AROAEXAMPLE", "arn": "%s"}
      }
    }
    """
        .formatted(role);
  }
}
