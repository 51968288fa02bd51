package io.keyferry.local.grants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantTableTest {

  private static final String ROLE = "arn:aws:iam::123456789012:role/example";
  private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/Key00000000";
  private static final String KEY_POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Account\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"123456789012\"},\"Action\":[\"kms:Sign\",\"kms:Verify\"],\"Resource\":\"*\"}]}";
  private static final String TEMPLATE =
      """
      {"Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "example", "Policies": [{
          "PolicyName": "Example", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
            {"Sid": "Sign", "Effect": "Allow", "Action": ["kms:Sign", "kms:Verify"],
             "Resource": {"Fn::GetAtt": ["Key00000000", "Arn"]},
             "Condition": {"StringEquals": {"kms:MessageType": ["DIGEST", "RAW"]}}},
            {"Sid": "Never", "Effect": "Deny", "Action": ["kms:CreateKey", "kms:DisableKey"],
             "Resource": "*"}]}}]}},
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "example",
          "Role": {"Fn::GetAtt": ["Role", "Arn"]}}},
        "Key00000000": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": %s}}
      }}
      """
          .formatted(KEY_POLICY);

  @TempDir private Path folder;
  private Path template = Path.of("");

  @BeforeEach
  void writeTheTemplate() throws IOException {
    template = Files.writeString(folder.resolve("template.json"), TEMPLATE);
  }

  private static String call(String test, String action, String context, String more) {
    return "{\"test\":\"%s\",\"caller\":\"%s\",\"action\":\"%s\",\"resource\":\"%s\",\"account\":\"123456789012\",\"context\":{%s}%s}"
        .formatted(test, ROLE, action, KEY, context, more);
  }

  private static String policy() {
    return ",\"policy\":\"" + KEY_POLICY.replace("\"", "\\\"") + "\"";
  }

  private Map<String, String> table(String... calls) throws IOException {
    Path recorded = Files.createDirectories(folder.resolve("calls"));
    Files.write(recorded.resolve("iam-calls-1.jsonl"), List.of(calls));
    return GrantTable.of(template, recorded).rows().stream()
        .collect(Collectors.toMap(GrantTable.Row::grant, row -> row.test().orElse("-")));
  }

  @Test
  void namesTheTestThatIsDeniedWithoutAGrant() throws IOException {
    Map<String, String> table =
        table(call("ATest", "kms:Sign", "\"kms:MessageType\":[\"DIGEST\"]", policy()));

    assertThat(table)
        .containsEntry("example/Example / Sign / action kms:Sign", "ATest")
        .containsEntry("example/Example / Sign / action kms:Verify", "-")
        .containsEntry("example/Example / Sign / resource " + KEY, "ATest")
        .containsEntry(
            "example/Example / Sign / condition StringEquals kms:MessageType = DIGEST", "ATest")
        .containsEntry(
            "example/Example / Sign / condition StringEquals kms:MessageType = RAW", "-");
  }

  @Test
  void aKeyPolicyCountsToo() throws IOException {
    Map<String, String> table =
        table(call("ATest", "kms:Sign", "\"kms:MessageType\":[\"DIGEST\"]", policy()));

    assertThat(table)
        .containsEntry("Key / Account / action kms:Sign", "ATest")
        .containsEntry("Key / Account / action kms:Verify", "-");
  }

  @Test
  void aDenyIsUsedByTheActionThatItDenied() throws IOException {
    Map<String, String> table =
        table(
            call(
                "ATest", "kms:DisableKey", "", ",\"denied\":\"example/Example/Never\"" + policy()));

    assertThat(table)
        .containsEntry("example/Example / Never / action kms:DisableKey", "ATest")
        .containsEntry("example/Example / Never / action kms:CreateKey", "-");
  }

  @Test
  void callThatTheTemplateDoesNotAllowProvesNoGrant() throws IOException {
    String other = call("ATest", "kms:Sign", "\"kms:MessageType\":[\"EXTERNAL_MU\"]", policy());

    assertThat(table(other).values()).containsOnly("-");
    assertThat(GrantTable.of(template, folder.resolve("calls")).otherwiseDecided())
        .singleElement()
        .asString()
        .startsWith("ATest: ");
  }

  @Test
  void callsOutsideOfTestsDoNotCount() throws IOException {
    Map<String, String> table =
        table(call("none", "kms:Sign", "\"kms:MessageType\":[\"DIGEST\"]", policy()));

    assertThat(table.values()).containsOnly("-");
  }

  @Test
  void grantWithoutTestNeedsAReasonAndViceVersa() {
    List<GrantTable.Row> rows =
        List.of(
            new GrantTable.Row("a / b / action c", Optional.of("ATest"), false),
            new GrantTable.Row("a / b / action d", Optional.empty(), false),
            new GrantTable.Row("a / b / action e", Optional.empty(), false));
    GrantReport report =
        GrantReport.of(
            rows,
            Unexercised.parse("a / b / action d # nobody here\na / b / action c # not needed"),
            List.of());

    assertThat(report.holds()).isFalse();
    assertThat(report.unexplained()).containsExactly("a / b / action e");
    assertThat(report.stale()).containsExactly("a / b / action c");
    assertThat(report.text())
        .contains("not exercised: nobody here", "NO TEST NEEDS IT", "1 statements; 3 actions");
  }
}
