package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.kmsemulator.environment.KmsBehavior;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.environment.KnownPrincipals;
import io.keyferry.kmsemulator.environment.RequestQuotas;
import io.keyferry.kmsemulator.key.KeyPolicy;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.KmsKeyId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPolicyTest {

  private static final KmsEnvironment REALM =
      new KmsEnvironment("eu-west-1", "111122223333", InstantSource.system(), new SecureRandom());
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
  void oneStatementIsEnoughToKeepTheAccountInControl(String statement) {
    assertThatCode(() -> check(policy(statement))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Effect':'Allow','Principal':{'AWS':'999999999999'},'Action':'kms:*','Resource':'*'}",
        "{'Effect':'Allow','Principal':{'Service':'kms.amazonaws.com'},'Action':'kms:*','Resource':'*'}",
        "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/a'},'Action':'kms:*','Resource':'*'}",
        "{'Effect':'Allow','NotPrincipal':{'AWS':'arn:aws:iam::111122223333:role/a'},'Action':'kms:*','Resource':'*'}",
        "{'Effect':'Allow','Principal':'*','Resource':'*'}",
        "{'Effect':'Allow','Principal':'*','Action':'kms:*'}",
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
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "{'Statement':[]}",
        "{'Statement':'x'}",
        "{'Statement':[GOOD,'x']}",
        "{'Statement':GOOD} {}",
        "{'Statement':GOOD,'Statement':GOOD}",
        "{'Statement':GOOD,'Version':'2012-10-18'}",
        "{'Statement':GOOD,'Version':7}",
        "{'Statement':GOOD,'Id':7}",
        "{'Statement':GOOD,'Comment':''}",
        "{'Statement':{'Effect':'Permit','Principal':'*','Action':'kms:*','Resource':'*'}}",
        "{'Statement':{'Principal':'*','Action':'kms:*','Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'kms:*','Resource':'*','Note':''}}",
        "{'Statement':{'Effect':'Allow','Principal':'*','NotPrincipal':'*','Action':'kms:*','Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'kms:*','NotAction':'kms:*','Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':[],'Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':7,'Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'kms:*','Resource':'*','Condition':[]}}",
        "{'Statement':[SAME,SAME]}",
      })
  void malformedPolicyIsRefusedWithoutAText(String text) {
    String policy =
        text.replace("GOOD", "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}")
            .replace(
                "SAME",
                "{'Sid':'a b','Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}")
            .replace('\'', '"');
    assertThatThrownBy(() -> check(policy))
        .isInstanceOfSatisfying(
            KmsError.class, e -> assertThat(e.name()).isEqualTo("MalformedPolicyDocumentException"))
        .hasMessage(null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Effect':'Allow','Action':'kms:*','Resource':'*'}",
        "{'Effect':'Allow','Principal':{},'Action':'kms:*','Resource':'*'}",
        "{'Effect':'Allow','Principal':[],'Action':'kms:*','Resource':'*'}",
        "{'Effect':'Allow','Principal':{'AWS':[]},'Action':'kms:*','Resource':'*'}",
      })
  void statementWithoutPrincipalIsRefused(String statement) {
    assertThatThrownBy(() -> check(policy(statement)))
        .hasMessage("Policy contains a statement with no principal.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'someone'",
        "7",
        "['*']",
        "{'AWS':'someone'}",
        "{'AWS':7}",
        "{'AWS':['111122223333','someone']}",
        "{'AWS':'1111'}",
        "{'AWS':'AIDACKCEVSQ6C2EXAMPLE'}",
        "{'AWS':'arn:aws:iam::111122223333:role/*'}",
        "{'AWS':'arn:aws:iam::111122223333:*'}",
        "{'AWS':'arn:aws:iam::111122223333:role/'}",
        "{'AWS':'arn:aws:iam::111122223333:group/g'}",
        "{'AWS':'arn:aws:iam:eu-west-1:111122223333:role/r'}",
        "{'AWS':'arn:aws-cn:iam::111122223333:role/r'}",
        "{'AWS':'arn:aws:sts::111122223333:assumed-role/path/role/session'}",
        "{'AWS':'arn:aws::111122223333:root'}",
        "{'Service':'*'}",
        "{'Service':'kms'}",
        "{'Human':'*'}",
      })
  void statementWithAnImpossiblePrincipalIsRefused(String principal) {
    String statement =
        "{'Effect':'Allow','Principal':" + principal + ",'Action':'kms:*','Resource':'*'}";
    assertThatThrownBy(() -> check(policy(statement)))
        .hasMessage("Policy contains a statement with one or more invalid principals.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'AWS':'arn:aws:iam::111122223333:role/path/r'}",
        "{'AWS':'arn:aws:iam::444455556666:user/u'}",
        "{'AWS':'444455556666'}",
        "{'AWS':'arn:aws:sts::111122223333:assumed-role/r/s'}",
        "{'AWS':'arn:aws:sts::111122223333:federated-user/f'}",
        "{'AWS':['*','111122223333']}",
        "{'Service':'logs.eu-west-1.amazonaws.com'}",
        "{'AWS':'111122223333','Service':['sns.amazonaws.com']}",
      })
  void statementWithAnyOtherPrincipalIsAccepted(String principal) {
    String statement =
        "{'Effect':'Deny','Principal':" + principal + ",'Action':'kms:Sign','Resource':'*'}";
    String own = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";
    assertThatCode(() -> check(policy("[" + statement + "," + own + "]")))
        .doesNotThrowAnyException();
  }

  @Test
  void policyHasAtMost32Kilobytes() {
    String policy = policy("{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}");
    check(policy + " ".repeat(32_768 - policy.length()));
    assertThatThrownBy(() -> check(policy + " ".repeat(32_769 - policy.length())))
        .isInstanceOfSatisfying(
            KmsError.class, e -> assertThat(e.name()).isEqualTo("LimitExceededException"));
  }

  @Test
  void aNewRoleIsUnknownForAWhile() {
    String role = "arn:aws:iam::111122223333:role/new";
    MovableClock clock = new MovableClock(Scenario.START);
    KmsEnvironment twice = knowing(KnownPrincipals.everybody().exceptFirst(2, role));
    KmsEnvironment tenSeconds =
        knowing(
            KnownPrincipals.everybody().exceptBefore(Scenario.START.plusSeconds(10), clock, role));
    String policy =
        policy(
            "[{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'},"
                + "{'Effect':'Allow','Principal':{'AWS':'ROLE'},'Action':'*','Resource':'*'}]"
                    .replace("ROLE", role));

    assertThat(refused(policy, twice)).isTrue();
    assertThat(refused(policy, twice)).isTrue();
    assertThat(refused(policy, twice)).isFalse();
    assertThat(refused(policy, tenSeconds)).isTrue();
    clock.advance(Duration.ofSeconds(10));
    assertThat(refused(policy, tenSeconds)).isFalse();
  }

  @Test
  void theLockOutCheckCanBeLeftToAnAuthorizerInFront() {
    String policy =
        policy(
            "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/a'},'Action':'kms:*','Resource':'*'}");
    KmsBehavior behavior =
        new KmsBehavior(
            KmsTimes.recorded(), RequestQuotas.none(), KnownPrincipals.everybody(), false);
    KmsEnvironment inFront =
        new KmsEnvironment(
            "eu-west-1", "111122223333", InstantSource.system(), new SecureRandom(), behavior);

    assertThatThrownBy(() -> check(policy)).isInstanceOf(KmsError.class);
    assertThatCode(() -> KeyPolicy.check(policy, REALM.keyArn(KEY), inFront, false))
        .doesNotThrowAnyException();
  }

  private static KmsEnvironment knowing(KnownPrincipals principals) {
    return new KmsEnvironment(
        "eu-west-1",
        "111122223333",
        InstantSource.system(),
        new SecureRandom(),
        new KmsBehavior(KmsTimes.recorded(), RequestQuotas.none(), principals, true));
  }

  private static boolean refused(String policy, KmsEnvironment environment) {
    try {
      KeyPolicy.check(policy, REALM.keyArn(KEY), environment, true);
      return false;
    } catch (KmsError e) {
      assertThat(e).hasMessage("Policy contains a statement with one or more invalid principals.");
      return true;
    }
  }

  private static void check(String policy) {
    KeyPolicy.check(policy, REALM.keyArn(KEY), REALM, false);
  }

  private static String policy(String statement) {
    return ("{'Version':'2012-10-17','Statement':" + statement + "}").replace('\'', '"');
  }
}
