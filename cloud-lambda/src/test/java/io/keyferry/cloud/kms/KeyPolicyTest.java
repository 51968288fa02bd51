package io.keyferry.cloud.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.json.Json;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyPolicyTest {

  private static final String ADMIN = "arn:aws-us-gov:iam::123456789012:role/admin";
  private static final String USER = "arn:aws-us-gov:iam::123456789012:role/app";

  private static final String DEFAULT_POLICY =
      """
      {"Version":"2012-10-17","Id":"key-default-1","Statement":[{"Sid":"Enable IAM User Permissions","Effect":"Allow",
      "Principal":{"AWS":"arn:aws-us-gov:iam::123456789012:root"},"Action":"kms:*","Resource":"*"}]}\
      """;

  private final KeyPolicy policies =
      KeyPolicy.inAccountOf(
          KeyArn.parse(
              "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"));

  @Test
  void neverLocksTheAccountOut() {
    for (boolean mayDelete : new boolean[] {true, false}) {
      for (String admin : List.of("", ADMIN)) {
        Json.Obj first = statements(key(admin, USER, mayDelete)).getFirst();
        assertThat(first.text("Effect")).contains("Allow");
        assertThat(principals(first)).containsExactly("arn:aws-us-gov:iam::123456789012:root");
        assertThat(texts(first, "Action")).containsExactly("kms:*");
        assertThat(first.text("Resource")).contains("*");
        assertThat(first.field("Condition")).isEmpty();
      }
    }
  }

  @Test
  void onlyEverAllows() {
    assertThat(statements(key(ADMIN, USER, false)))
        .allSatisfy(statement -> assertThat(statement.text("Effect")).contains("Allow"));
  }

  @Test
  void knowsItsOwnPolicyHoweverKmsWritesIt() {
    NewKey key = key(ADMIN, USER, true);
    String written = policies.of(key);
    assertThat(policies.isThatOf(key, written)).isTrue();
    assertThat(
            policies.isThatOf(
                key, written.replace("[\"kms:*\"]", "\"kms:*\"").replace(",", ",\n ")))
        .isTrue();
    assertThat(policies.isThatOf(key("", "", true), DEFAULT_POLICY)).isTrue();
  }

  @Test
  void knowsAnotherPolicyFromItsOwn() {
    NewKey key = key(ADMIN, USER, true);
    String written = policies.of(key);
    assertThat(policies.isThatOf(key, DEFAULT_POLICY)).isFalse();
    assertThat(policies.isThatOf(key, policies.of(key(ADMIN, USER, false)))).isFalse();
    assertThat(policies.isThatOf(key, written.replace("role/app", "role/thief"))).isFalse();
    assertThat(
            policies.isThatOf(
                key, written.replace("\"Resource\":\"*\"", "\"Resource\":\"*\",\"Condition\":{}")))
        .isFalse();
    assertThat(policies.isThatOf(key, "{\"Version\":\"2008-10-17\"," + written.substring(1)))
        .isFalse();
    assertThat(policies.isThatOf(key, written.replaceFirst("\\{", "{\"Version\":\"2012-10-17\",")))
        .isFalse();
    assertThat(policies.isThatOf(key, "{}")).isFalse();
    assertThat(policies.isThatOf(key, "no policy")).isFalse();
  }

  @Test
  void administratorsManageTheKeyAndDoNotUseIt() {
    Json.Obj statement = statements(key(ADMIN, "", true)).get(1);
    assertThat(principals(statement)).containsExactly(ADMIN);
    assertThat(texts(statement, "Action"))
        .contains("kms:Put*", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion")
        .doesNotContain("kms:*", "kms:Encrypt", "kms:Decrypt");
  }

  @Test
  void administratorsMayBeKeptFromDeleting() {
    assertThat(texts(statements(key(ADMIN, "", false)).get(1), "Action"))
        .contains("kms:Put*")
        .doesNotContain("kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion");
  }

  @Test
  void usersUseTheKeyAndGrantItToAwsServicesOnly() {
    List<Json.Obj> statements = statements(key("", USER, true));
    assertThat(statements).hasSize(3);
    assertThat(texts(statements.get(1), "Action")).contains("kms:Encrypt", "kms:Decrypt");
    assertThat(texts(statements.get(2), "Action"))
        .containsExactly("kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant");
    assertThat(statements.get(2).object("Condition").flatMap(c -> c.object("Bool")))
        .hasValueSatisfying(
            bool -> assertThat(bool.text("kms:GrantIsForAWSResource")).contains("true"));
  }

  @Test
  void nobodyNamedMeansTheAccountAlone() {
    assertThat(statements(key("", "", true))).hasSize(1);
  }

  private static NewKey key(String admin, String user, boolean mayDelete) {
    return new NewKey(
        KeySpec.SYMMETRIC_DEFAULT,
        KeyUsage.ENCRYPT_DECRYPT,
        "",
        new TreeMap<>(),
        KeyPrincipals.of(principal(admin), principal(user), mayDelete));
  }

  private static List<String> principal(String arn) {
    return arn.isEmpty() ? List.of() : List.of(arn);
  }

  private List<Json.Obj> statements(NewKey key) {
    Json policy = Json.read(policies.of(key).getBytes(StandardCharsets.UTF_8));
    assertThat(((Json.Obj) policy).text("Version")).contains("2012-10-17");
    return ((Json.Arr) ((Json.Obj) policy).field("Statement").orElseThrow())
        .items().stream().map(Json.Obj.class::cast).toList();
  }

  private static List<String> principals(Json.Obj statement) {
    return texts(statement.object("Principal").orElseThrow(), "AWS");
  }

  private static List<String> texts(Json.Obj object, String field) {
    return ((Json.Arr) object.field(field).orElseThrow())
        .items().stream().map(item -> ((Json.Text) item).value()).toList();
  }
}
