package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.aws.ScriptedAws.Reply;
import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.KeyPrincipals;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.NewKey;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the flow requests for one KMS key, and how it reads the answers. */
class KeyCallsTest {

  private static final KeyArn KEY =
      KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab");

  private Reply reply = Reply.ok("{}");
  private final ScriptedAws aws = new ScriptedAws(call -> reply);
  private final AwsKms kms = new AwsKms(aws.kms(), aws.kms(), KeyPolicy.inAccountOf(KEY));

  @ParameterizedTest
  @CsvSource({
    "'\"ExpirationModel\":\"KEY_MATERIAL_DOES_NOT_EXPIRE\",', never",
    "'\"ExpirationModel\":\"KEY_MATERIAL_EXPIRES\",\"ValidTo\":1801353600.5,', 2027-01-31T00:00:00.500Z",
    "'',"
  })
  void describesWhenTheMaterialExpires(String members, String expected) {
    reply =
        Reply.ok(
            """
            {"KeyMetadata":{%s"KeyId":"k","Arn":"%s","Origin":"EXTERNAL","KeySpec":"HMAC_256",\
            "KeyUsage":"GENERATE_VERIFY_MAC","KeyState":"Enabled"}}\
            """
                .formatted(members, KEY));
    assertThat(kms.describe(KEY.toString()).map(KmsAnswer::content))
        .contains(
            new KeyFacts(
                KEY,
                "EXTERNAL",
                "HMAC_256",
                "GENERATE_VERIFY_MAC",
                "Enabled",
                Optional.empty(),
                Optional.ofNullable(expected).map(Expiration::parse)));
  }

  @Test
  void readsAllTagsOfAKey() {
    reply =
        Reply.ok(
            "{\"Tags\":[{\"TagKey\":\"a\",\"TagValue\":\"1\"},{\"TagKey\":\"b\",\"TagValue\":\"\"}]}");
    assertThat(kms.tags(KEY)).isEqualTo(Map.of("a", "1", "b", ""));
    assertThat(aws.calls("ListResourceTags").getFirst().text("KeyId")).isEqualTo(KEY.toString());
  }

  @Test
  void disablesAKeyAndKeepsTheRequestId() {
    assertThat(kms.disable(KEY)).isEqualTo(new KmsAnswer<>(KEY, "request-id"));
    assertThat(aws.calls("DisableKey").getFirst().text("KeyId")).isEqualTo(KEY.toString());
  }

  @Test
  void givesAnAliasAndSaysWhereItIsTaken() {
    assertThat(kms.createAlias("alias/a", KEY)).isEqualTo(new KmsAnswer<>("alias/a", "request-id"));
    assertThat(aws.calls("CreateAlias").getFirst().text("AliasName")).isEqualTo("alias/a");
    assertThat(aws.calls("CreateAlias").getFirst().text("TargetKeyId"))
        .isEqualTo(KEY.keyId().value());
    reply = Reply.error("AlreadyExistsException", "An alias with the name exists");
    assertThatThrownBy(() -> kms.createAlias("alias/a", KEY))
        .isInstanceOfSatisfying(
            KmsRefusedException.class,
            e -> assertThat(e.kind()).isEqualTo(KmsRefusedException.Kind.ALREADY_EXISTS));
  }

  @Test
  void tagsNewKeysWithTheImportAndItsNonce() {
    reply = Reply.ok("{\"KeyMetadata\":{\"KeyId\":\"k\",\"Arn\":\"" + KEY + "\"}}");
    kms.createKey(
        new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d"),
        new CreationNonce("nonce"),
        new NewKey(
            KeySpec.SYMMETRIC_DEFAULT,
            KeyUsage.ENCRYPT_DECRYPT,
            "",
            new TreeMap<>(Map.of("origin", "hsm")),
            KeyPrincipals.NONE));
    assertThat(aws.calls("CreateKey").getFirst().request().field("Tags").orElseThrow().toString())
        .contains("keyferry:import-id", "keyferry:creation-nonce", "nonce", "origin", "hsm");
  }
}
