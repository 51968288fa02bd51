package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.aws.ScriptedAws.Reply;
import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.KeyPrincipals;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsRefusedException.Kind;
import io.keyferry.cloud.kms.NewKey;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CreateKey sends of a key's policy: the lock-out check of KMS requires PutKeyPolicy. */
class CreateKeyTest {

  private static final String KEY =
      "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final ImportId ID = new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d");
  private static final CreationNonce NONCE = new CreationNonce("nonce");
  private static final String ROLE = "arn:aws:iam::123456789012:role/admin";

  private Reply reply = Reply.ok("{\"KeyMetadata\":{\"KeyId\":\"k\",\"Arn\":\"" + KEY + "\"}}");
  private final ScriptedAws aws = new ScriptedAws(call -> reply);
  private final AwsKms kms =
      new AwsKms(aws.kms(), aws.kms(), KeyPolicy.inAccountOf(KeyArn.parse(KEY)));

  @Test
  void aKeyForWhichNobodyIsNamedIsCreatedWithoutAPolicySoThatNoLockoutCheckRuns() {
    kms.createKey(ID, NONCE, key(List.of(), List.of()));
    Json.Obj request = aws.calls("CreateKey").getFirst().request();
    assertThat(request.fields()).doesNotContainKeys("Policy", "BypassPolicyLockoutSafetyCheck");
    assertThat(request.text("Origin")).contains("EXTERNAL");
  }

  @Test
  void aKeyWithAdministratorsOrUsersIsCreatedWithItsPolicyAndTheBypass() {
    kms.createKey(ID, NONCE, key(List.of(ROLE), List.of()));
    kms.createKey(ID, NONCE, key(List.of(), List.of(ROLE)));
    assertThat(aws.calls("CreateKey"))
        .hasSize(2)
        .allSatisfy(call -> {
          assertThat(call.text("Policy")).contains(ROLE, "arn:aws:iam::123456789012:root");
          assertThat(call.request().field("BypassPolicyLockoutSafetyCheck"))
              .contains(new Json.Bool(true));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException,not authorized with an explicit deny in a service control policy,BYPASS_REFUSED",
    "AccessDeniedException,not authorized to perform: kms:TagResource because no identity-based policy allows it,ACCESS_DENIED",
    "MalformedPolicyDocumentException,The new key policy will not allow you to update the key policy in the future.,BYPASS_REFUSED",
    "MalformedPolicyDocumentException,Policy contains a statement with one or more invalid principals.,MALFORMED_POLICY",
    "LimitExceededException,too many,LIMIT_EXCEEDED"
  })
  void aRefusalOfTheBypassIsKnownFromOthers(String error, String text, Kind kind) {
    reply = Reply.error(error, text);
    assertThatThrownBy(() -> kms.createKey(ID, NONCE, key(List.of(ROLE), List.of())))
        .isInstanceOfSatisfying(
            KmsRefusedException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.sentence()).isEqualTo(error + ": " + text);
              assertThat(e.requestId()).contains("request-id");
            });
  }

  @Test
  void aDeniedKeyWithoutAPolicyHasNothingToDoWithTheBypass() {
    reply = Reply.error("AccessDeniedException", "no");
    assertThatThrownBy(() -> kms.createKey(ID, NONCE, key(List.of(), List.of())))
        .isInstanceOfSatisfying(
            KmsRefusedException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ACCESS_DENIED));
  }

  private static NewKey key(List<String> administrators, List<String> users) {
    return new NewKey(
        KeySpec.SYMMETRIC_DEFAULT,
        KeyUsage.ENCRYPT_DECRYPT,
        "",
        new TreeMap<>(),
        KeyPrincipals.of(administrators, users, true));
  }
}
