package io.keyferry.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * IAM User Guide, "Policy evaluation logic"; AWS KMS Developer Guide, "Default key policy" and
 * "Allows access to the AWS account and enables IAM policies".
 */
class EvaluatorTest {

  private static final String ACCOUNT = "111122223333";
  private static final String ROLE = "arn:aws:iam::111122223333:role/example";
  private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111122223333:example.fifo";

  private static final String ALLOW_SIGN =
      "{'Sid':'A','Effect':'Allow','Action':'kms:Sign','Resource':'*'}";
  private static final String DENY_SIGN =
      "{'Sid':'D','Effect':'Deny','Action':'kms:Sign','Resource':'*'}";

  private static Policy policy(String name, String... statements) {
    return PolicyReader.read(
        name,
        "{'Version':'2012-10-17','Statement':[%s]}"
            .formatted(String.join(",", statements))
            .replace('\'', '"'));
  }

  private static Call call(String action, String resource, Policy... identity) {
    return new Call(
        Caller.role(ROLE, "session", List.of(identity)), action, resource, Context.empty());
  }

  private static Decision decide(Call call, ResourcePolicy resource) {
    return Evaluator.decide(call, resource, ACCOUNT);
  }

  private static String to(String principal, String effect, String action) {
    return "{'Sid':'R','Effect':'%s','Principal':{'AWS':'%s'},'Action':'%s','Resource':'*'}"
        .formatted(effect, principal, action);
  }

  @Nested
  class WithIdentityPoliciesAlone {

    @Test
    void deniesWhatNoStatementAllows() {
      assertThat(decide(call("kms:Sign", KEY), new ResourcePolicy.None()))
          .isEqualTo(new Decision.ImplicitlyDenied("identity-based"));
    }

    @Test
    void allowsWhatAStatementAllows() {
      assertThat(decide(call("kms:Sign", KEY, policy("p", ALLOW_SIGN)), new ResourcePolicy.None()))
          .isEqualTo(new Decision.Allowed());
    }

    @Test
    void anExplicitDenyOverridesEveryAllowWhicheverPolicyItIsIn() {
      Call call = call("kms:Sign", KEY, policy("p", ALLOW_SIGN), policy("q", DENY_SIGN));

      assertThat(decide(call, new ResourcePolicy.None()))
          .isEqualTo(new Decision.ExplicitlyDenied("q", "D", "identity-based"));
    }

    @ParameterizedTest
    @CsvSource({
      "kms:Sign, kms:Sign, true",
      "KMS:sign, kms:Sign, true",
      "kms:*, kms:Sign, true",
      "kms:S*, kms:Sign, true",
      "kms:Sig?, kms:Sign, true",
      "kms:Sig, kms:Sign, false",
      "*, kms:Sign, true",
      "sqs:*, kms:Sign, false",
    })
    void actionsMatchWithWildcardsAndWithoutCase(String pattern, String action, boolean allowed) {
      Policy policy =
          policy("p", "{'Effect':'Allow','Action':'%s','Resource':'*'}".formatted(pattern));

      assertThat(decide(call(action, KEY, policy), new ResourcePolicy.None()).isAllowed())
          .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
      "arn:aws:kms:eu-west-1:111122223333:key/*, true",
      "arn:aws:kms:*:111122223333:key/1234abc?, true",
      "arn:aws:kms:eu-west-1:111122223333:alias/*, false",
      "arn:aws:kms:eu-west-1:111122223333:KEY/*, false",
      "*, true",
    })
    void resourcesMatchWithWildcardsAndWithCase(String pattern, boolean allowed) {
      Policy policy =
          policy("p", "{'Effect':'Allow','Action':'kms:Sign','Resource':'%s'}".formatted(pattern));

      assertThat(decide(call("kms:Sign", KEY, policy), new ResourcePolicy.None()).isAllowed())
          .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"kms:Sign, false", "kms:Verify, true"})
    void notActionCoversAllOthers(String action, boolean allowed) {
      Policy policy = policy("p", "{'Effect':'Allow','NotAction':'kms:Sign','Resource':'*'}");

      assertThat(decide(call(action, KEY, policy), new ResourcePolicy.None()).isAllowed())
          .isEqualTo(allowed);
    }

    @Test
    void aDenyWhoseConditionIsNotSatisfiedDeniesNothing() {
      Policy policy =
          policy(
              "p",
              ALLOW_SIGN,
              "{'Effect':'Deny','Action':'kms:Sign','Resource':'*',"
                  + "'Condition':{'StringEquals':{'kms:MessageType':'RAW'}}}");

      assertThat(decide(call("kms:Sign", KEY, policy), new ResourcePolicy.None()).isAllowed())
          .isTrue();
    }

    @Test
    void allConditionsOfAStatementMustBeSatisfied() {
      Policy policy =
          policy(
              "p",
              "{'Effect':'Allow','Action':'kms:Sign','Resource':'*','Condition':{'StringEquals':"
                  + "{'kms:MessageType':'DIGEST','kms:SigningAlgorithm':'ECDSA_SHA_256'}}}");
      Caller caller = Caller.role(ROLE, "session", List.of(policy));
      Context half = Context.empty().with("kms:MessageType", "DIGEST");
      Context whole = half.with("kms:SigningAlgorithm", "ECDSA_SHA_256");

      assertThat(
              decide(new Call(caller, "kms:Sign", KEY, half), new ResourcePolicy.None())
                  .isAllowed())
          .isFalse();
      assertThat(
              decide(new Call(caller, "kms:Sign", KEY, whole), new ResourcePolicy.None())
                  .isAllowed())
          .isTrue();
    }
  }

  @Nested
  class WithAKeyPolicy {

    private ResourcePolicy key(String... statements) {
      return new ResourcePolicy.KeyPolicy(policy("key", statements));
    }

    @Test
    void identityPoliciesDoNotCountUnlessTheKeyPolicyNamesTheAccount() {
      Call call = call("kms:Sign", KEY, policy("p", ALLOW_SIGN));

      assertThat(decide(call, key(to("arn:aws:iam::111122223333:role/other", "Allow", "kms:*"))))
          .isEqualTo(new Decision.ImplicitlyDenied("resource-based"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam::111122223333:root", "111122223333"})
    void aKeyPolicyThatNamesTheAccountLetsIdentityPoliciesDecide(String account) {
      assertThat(
              decide(
                      call("kms:Sign", KEY, policy("p", ALLOW_SIGN)),
                      key(to(account, "Allow", "kms:*")))
                  .isAllowed())
          .isTrue();
      assertThat(decide(call("kms:Sign", KEY), key(to(account, "Allow", "kms:*"))))
          .isEqualTo(new Decision.ImplicitlyDenied("identity-based"));
    }

    @Test
    void theAccountIsLimitedToWhatTheKeyPolicyAllowsIt() {
      Call call = call("kms:Sign", KEY, policy("p", ALLOW_SIGN));

      assertThat(decide(call, key(to("111122223333", "Allow", "kms:Verify"))))
          .isEqualTo(new Decision.ImplicitlyDenied("resource-based"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          ROLE,
          "*",
          "arn:aws:sts::111122223333:assumed-role/example/session",
        })
    void aKeyPolicyThatNamesTheCallerIsEnough(String principal) {
      assertThat(decide(call("kms:Sign", KEY), key(to(principal, "Allow", "kms:Sign"))).isAllowed())
          .isTrue();
    }

    @Test
    void aDenyOfTheIdentityPolicyOverridesAKeyPolicyThatNamesTheCaller() {
      assertThat(
              decide(
                  call("kms:Sign", KEY, policy("p", DENY_SIGN)),
                  key(to(ROLE, "Allow", "kms:Sign"))))
          .isEqualTo(new Decision.ExplicitlyDenied("p", "D", "identity-based"));
    }

    @Test
    void aDenyOfTheKeyPolicyOverridesAnAdministratorsPolicy() {
      Call call =
          call("kms:Sign", KEY, policy("admin", "{'Effect':'Allow','Action':'*','Resource':'*'}"));

      assertThat(
              decide(call, key(to("111122223333", "Allow", "kms:*"), to("*", "Deny", "kms:Sign"))))
          .isEqualTo(new Decision.ExplicitlyDenied("key", "R", "resource-based"));
    }

    @Test
    void aDenyForAllButSomeRolesLeavesThoseRoles() {
      String others =
          "{'Sid':'O','Effect':'Deny','Principal':'*','Action':'kms:Sign','Resource':'*',"
              + "'Condition':{'ArnNotEquals':{'aws:PrincipalArn':'%s'}}}".formatted(ROLE);
      Policy all = policy("p", "{'Effect':'Allow','Action':'*','Resource':'*'}");
      ResourcePolicy key = key(to("111122223333", "Allow", "kms:*"), others);
      Call ours = call("kms:Sign", KEY, all);
      Context another =
          Context.empty().with("aws:PrincipalArn", "arn:aws:iam::111122223333:role/other");

      assertThat(
              decide(
                      new Call(
                          ours.caller(),
                          "kms:Sign",
                          KEY,
                          Context.empty().with("aws:PrincipalArn", ROLE)),
                      key)
                  .isAllowed())
          .isTrue();
      assertThat(decide(new Call(ours.caller(), "kms:Sign", KEY, another), key))
          .isEqualTo(new Decision.ExplicitlyDenied("key", "O", "resource-based"));
    }

    @Test
    void servicePrincipalMatchesNoOtherCaller() {
      assertThat(
              decide(
                  call("kms:Decrypt", KEY),
                  key(
                      "{'Effect':'Allow','Principal':{'Service':'events.amazonaws.com'},"
                          + "'Action':'kms:Decrypt','Resource':'*'}")))
          .isEqualTo(new Decision.ImplicitlyDenied("resource-based"));
    }
  }

  @Nested
  class WithAQueuePolicy {

    private static final String SEND =
        "{'Sid':'S','Effect':'Allow','Action':'sqs:SendMessage','Resource':'*'}";

    private ResourcePolicy queue(String... statements) {
      return new ResourcePolicy.Beside(Optional.of(policy("queue", statements)));
    }

    @Test
    void withinAnAccountEitherPolicyIsEnough() {
      assertThat(
              decide(
                      call("sqs:SendMessage", QUEUE, policy("p", SEND)),
                      new ResourcePolicy.Beside(Optional.empty()))
                  .isAllowed())
          .isTrue();
      assertThat(
              decide(call("sqs:SendMessage", QUEUE), queue(to(ROLE, "Allow", "sqs:SendMessage")))
                  .isAllowed())
          .isTrue();
    }

    @Test
    void policyThatNamesOnlyTheAccountAllowsNobodyByItself() {
      assertThat(
              decide(
                  call("sqs:SendMessage", QUEUE),
                  queue(to("111122223333", "Allow", "sqs:SendMessage"))))
          .isEqualTo(new Decision.ImplicitlyDenied("identity-based"));
    }

    @Test
    void aDenyOfTheQueueOverridesTheIdentityPolicy() {
      assertThat(
              decide(
                  call("sqs:SendMessage", QUEUE, policy("p", SEND)),
                  queue(to("*", "Deny", "sqs:*"))))
          .isEqualTo(new Decision.ExplicitlyDenied("queue", "R", "resource-based"));
    }

    @Test
    void aCallerOfAnotherAccountNeedsBothPolicies() {
      Call with =
          new Call(
              Caller.role("arn:aws:iam::444455556666:role/x", "s", List.of(policy("p", SEND))),
              "sqs:SendMessage",
              QUEUE,
              Context.empty());
      Call without =
          new Call(
              Caller.role("arn:aws:iam::444455556666:role/x", "s", List.of()),
              "sqs:SendMessage",
              QUEUE,
              Context.empty());
      ResourcePolicy admits = queue(to("444455556666", "Allow", "sqs:SendMessage"));

      assertThat(decide(with, admits).isAllowed()).isTrue();
      assertThat(decide(with, new ResourcePolicy.Beside(Optional.empty())))
          .isEqualTo(new Decision.ImplicitlyDenied("resource-based"));
      assertThat(decide(without, admits))
          .isEqualTo(new Decision.ImplicitlyDenied("identity-based"));
    }
  }

  @Nested
  class ReadingPolicies {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'Effect':'Allow','Action':'a:b','Resource':'*','NotPrincipal':{'AWS':'*'}}",
          "{'Effect':'Allow','Action':'a:b','NotResource':'*'}",
          "{'Effect':'Allow','Action':'a:b','NotAction':'a:c','Resource':'*'}",
          "{'Effect':'Allow','Resource':'*'}",
          "{'Effect':'Maybe','Action':'a:b','Resource':'*'}",
          "{'Effect':'Allow','Principal':{'Federated':'x'},'Action':'a:b','Resource':'*'}",
          "{'Effect':'Allow','Action':'a:b','Resource':'arn:aws:s3:::${aws:username}'}",
          "{'Effect':'Allow','Action':'a:b','Resource':{'Fn::GetAtt':['Key','Arn']}}",
          "{'Effect':'Allow','Action':'a:b','Resource':'*','Condition':{'IpAddress':"
              + "{'aws:SourceIp':'10.0.0.0/8'}}}",
        })
    void refusesAStatementThatItCannotEvaluateCompletely(String statement) {
      assertThatThrownBy(() -> policy("p", statement)).isInstanceOf(PolicyException.class);
    }

    @Test
    void refusesAnUnknownVersion() {
      assertThatThrownBy(() -> PolicyReader.read("p", "{\"Version\":\"2025-01-01\"}"))
          .isInstanceOf(PolicyException.class)
          .hasMessageContaining("expected one of the policy versions");
    }

    @Test
    void readsASingleStatementAndSingleValuesWithoutArrays() {
      Policy policy =
          PolicyReader.read(
              "p",
              "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:Sign\",\"Resource\":\"*\"}}");

      assertThat(policy.statements()).hasSize(1);
    }
  }

  @Test
  void saysWhyAsAwsDoes() {
    assertThat(new Decision.ExplicitlyDenied("p", "s", "identity-based").reason("kms:Sign"))
        .isEqualTo("with an explicit deny in an identity-based policy");
    assertThat(new Decision.ExplicitlyDenied("p", "s", "resource-based").reason("kms:Sign"))
        .isEqualTo("with an explicit deny in a resource-based policy");
    assertThat(new Decision.ImplicitlyDenied("identity-based").reason("kms:Sign"))
        .isEqualTo("because no identity-based policy allows the kms:Sign action");
  }
}
