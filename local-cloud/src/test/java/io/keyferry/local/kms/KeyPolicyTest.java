package io.keyferry.local.kms;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.KmsKeyId;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPolicyTest {

  private static final Realm REALM =
      new Realm("eu-west-1", "111122223333", InstantSource.system(), new SecureRandom());
  private static final KmsKeyId KEY = new KmsKeyId("134f2428-cec1-4b25-a1ae-9048164dba47");

  @Test
  void theStandardPolicyIsAllowed() {
    assertThatCode(() -> check(KeyPolicy.standard(REALM))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}",
        "{'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'KMS:putkeypolicy','Resource':'*'}",
        "{'Effect':'Allow','Principal':{'AWS':['arn:aws:iam::111122223333:root']},'NotAction':'kms:Sign','Resource':'*'}",
        "{'Effect':'Allow','Principal':'*','Action':'kms:*','Resource':'arn:aws:kms:*:111122223333:key/*'}",
      })
  void oneStatementIsEnoughToKeepTheAccountInCharge(String statement) {
    assertThatCode(() -> check(policy(statement))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Effect':'Allow','Principal':{'AWS':'999999999999'},'Action':'kms:*','Resource':'*'}",
        "{'Effect':'Allow','Principal':{'Service':'*'},'Action':'kms:*','Resource':'*'}",
        "{'Effect':'Allow','Principal':'*','Action':'kms:Get*','Resource':'*'}",
        "{'Effect':'Allow','Principal':'*','Action':'kms.*','Resource':'*'}",
        "{'Effect':'Allow','Principal':'*','Action':'kms:*','Resource':'*','Condition':{}}",
        "{'Effect':'Allow','Principal':'*','NotAction':'kms:Put*','Resource':'*'}",
        "{'Effect':'Allow','Principal':'*','Action':'kms:*','Resource':'arn:aws:s3:::*'}",
      })
  void aPolicyThatLocksTheAccountOutIsRefused(String statement) {
    assertThatThrownBy(() -> check(policy(statement)))
        .hasMessage(
            "The new key policy will not allow you to update the key policy in the future.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "{\"Statement\":[]}", "{\"Statement\":\"x\"}"})
  void whatIsNoPolicyIsRefusedWithoutAText(String text) {
    assertThatThrownBy(() -> check(text)).isInstanceOf(KmsError.class).hasMessage(null);
  }

  private static void check(String policy) {
    KeyPolicy.check(policy, REALM.keyArn(KEY), REALM, false);
  }

  private static String policy(String statement) {
    return ("{'Version':'2012-10-17','Statement':" + statement + "}").replace('\'', '"');
  }
}
