package io.keyferry.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IAM User Guide, "Condition operators" and "Set operators for multivalued context keys". */
class ConditionTest {

  /** A key's values in the request are separated by spaces; {@code -} is an absent key. */
  @ParameterizedTest
  @CsvSource({
    // One value of several is enough.
    "StringEquals, kms:KeySpec, RSA_2048 RSA_4096, RSA_4096, true",
    "StringEquals, kms:KeySpec, RSA_2048 RSA_4096, RSA_3072, false",
    // Values are compared case-sensitively, the names of keys are not.
    "StringEquals, kms:KeySpec, rsa_4096, RSA_4096, false",
    "StringEquals, KMS:keyspec, RSA_4096, RSA_4096, true",
    "StringEqualsIgnoreCase, kms:KeySpec, rsa_4096, RSA_4096, true",
    // Only the Like operators have wildcards.
    "StringEquals, kms:KeySpec, RSA_*, RSA_4096, false",
    "StringLike, kms:KeySpec, RSA_*, RSA_4096, true",
    "StringLike, kms:KeySpec, RSA_????, RSA_4096, true",
    "StringLike, kms:KeySpec, RSA_???, RSA_4096, false",
    // An absent key does not match, except for a negated operator and for IfExists.
    "StringEquals, kms:KeySpec, RSA_4096, -, false",
    "StringLike, kms:KeySpec, *, -, false",
    "StringNotEquals, kms:KeySpec, RSA_4096, -, true",
    "StringNotLike, kms:KeySpec, RSA_*, -, true",
    "ArnNotEquals, aws:PrincipalArn, arn:aws:iam::1:role/a, -, true",
    "StringEqualsIfExists, kms:KeySpec, RSA_4096, -, true",
    "StringEqualsIfExists, kms:KeySpec, RSA_4096, RSA_2048, false",
    "BoolIfExists, kms:MultiRegion, false, -, true",
    "BoolIfExists, kms:MultiRegion, false, true, false",
    "Bool, kms:MultiRegion, false, -, false",
    "Bool, kms:MultiRegion, TRUE, true, true",
    // A negated operator with several values is "none of them".
    "StringNotEquals, kms:KeySpec, RSA_2048 RSA_4096, RSA_4096, false",
    "StringNotEquals, kms:KeySpec, RSA_2048 RSA_4096, RSA_3072, true",
    // Null tests whether the key is absent.
    "Null, kms:KeySpec, true, -, true",
    "Null, kms:KeySpec, true, RSA_4096, false",
    "Null, kms:KeySpec, false, -, false",
    "Null, kms:KeySpec, false, RSA_4096, true",
    // ForAllValues is true for no values, ForAnyValue false.
    "ForAllValues:StringEquals, aws:TagKeys, a b, -, true",
    "ForAllValues:StringEquals, aws:TagKeys, a b, a, true",
    "ForAllValues:StringEquals, aws:TagKeys, a b, a b, true",
    "ForAllValues:StringEquals, aws:TagKeys, a b, a c, false",
    "ForAnyValue:StringEquals, aws:TagKeys, a b, -, false",
    "ForAnyValue:StringEquals, aws:TagKeys, a b, a c, true",
    "ForAnyValue:StringEquals, aws:TagKeys, a b, c d, false",
    "ForAllValues:StringLike, aws:TagKeys, keyferry:*, keyferry:import-id keyferry:x, true",
    "ForAllValues:StringLike, aws:TagKeys, keyferry:*, keyferry:import-id cost, false",
    "ForAllValues:StringNotEquals, aws:TagKeys, a b, c d, true",
    "ForAllValues:StringNotEquals, aws:TagKeys, a b, a c, false",
    "ForAnyValue:StringNotEquals, aws:TagKeys, a b, a c, true",
    // Each of the six components of an ARN is compared separately.
    "ArnEquals, aws:PrincipalArn, arn:aws:iam::1:role/a, arn:aws:iam::1:role/a, true",
    "ArnLike, aws:PrincipalArn, arn:aws:iam::1:role/*, arn:aws:iam::1:role/a/b, true",
    "ArnEquals, aws:PrincipalArn, arn:aws:iam::*:role/a, arn:aws:iam::1:role/a, true",
    "ArnEquals, aws:PrincipalArn, arn:aws:*:role/a, arn:aws:iam::1:role/a, false",
    "ArnNotLike, aws:PrincipalArn, arn:aws:iam::1:role/*, arn:aws:iam::1:user/a, true",
    "ArnEquals, aws:PrincipalArn, arn:aws:iam::1:role/a, not-an-arn, false",
  })
  void decidesAsDocumented(
      String operator, String key, String policy, String request, boolean expected) {
    Map<String, List<String>> context = new HashMap<>();
    if (!request.equals("-")) {
      context.put(key, List.of(request.split(" ")));
    }
    Condition condition = new Condition(operator, key, List.of(policy.split(" ")));

    assertThat(condition.isSatisfiedBy(Context.of(context))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "NumericLessThan, kms:KeySpec, expected a condition operator that the evaluator knows",
    "StringMatches, kms:KeySpec, expected a condition operator that the evaluator knows",
    "ForAllValues:Null, aws:TagKeys, expected Null without prefix and IfExists",
    "NullIfExists, kms:KeySpec, expected Null without prefix and IfExists",
    "StringEquals, kms:KeyMood, expected a condition key that the gate supplies",
    "StringEquals, aws:TagKeys, expected ForAllValues or ForAnyValue",
    "StringEquals, events:source, expected ForAllValues or ForAnyValue",
  })
  void refusesWhatItDoesNotKnow(String operator, String key, String message) {
    assertThatThrownBy(() -> new Condition(operator, key, List.of("a")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAPolicyVariableInsteadOfComparingItsText() {
    assertThatThrownBy(
            () -> new Condition("StringEquals", "aws:PrincipalArn", List.of("${aws:PrincipalArn}")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("without policy variables");
  }

  @Test
  void refusesSeveralValuesOfAKeyThatHasOne() {
    Condition condition = new Condition("StringEquals", "kms:KeySpec", List.of("a"));

    assertThatThrownBy(() -> condition.isSatisfiedBy(Context.empty().with("kms:KeySpec", "a", "b")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("expected one value of kms:KeySpec");
  }
}
