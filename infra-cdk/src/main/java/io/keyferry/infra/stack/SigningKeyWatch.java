package io.keyferry.infra.stack;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnRule;
import software.constructs.Construct;

/**
 * Reports every attempt, successful or not, by anyone other than the functions to use or change the
 * signing key, as CloudTrail records it. The key's policy denies signing, but anyone who may change
 * that policy could remove the denial.
 */
final class SigningKeyWatch extends Construct {

  static final String RULE = "keyferry-signing-key";

  private static final List<String> WATCHED =
      List.of("CreateGrant", "DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion", "Sign");

  SigningKeyWatch(Construct scope, SigningKey key, AlarmTopic topic) {
    super(scope, "SigningKeyWatch");
    CfnRule.Builder.create(this, "Rule")
        .name(RULE)
        .description("Reports anyone other than the functions that uses or changes the signing key")
        .eventPattern(
            Statements.inOrder(
                Map.of(
                    "source",
                    List.of("aws.kms"),
                    "detail-type",
                    List.of("AWS API Call via CloudTrail"),
                    "detail",
                    Statements.inOrder(
                        Map.of(
                            "eventSource",
                            List.of("kms.amazonaws.com"),
                            "eventName",
                            WATCHED,
                            "$or",
                            ofTheKey(key.arn()),
                            "userIdentity",
                            Map.of("$or", notOurFunctions(Stack.of(this))))))))
        // For CloudTrail, Sign is a read-only event, which does not reach a rule that is merely
        // ENABLED.
        .state("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
        .targets(List.of(topic.target()))
        .build();
  }

  /** A denied call may have the key's ARN only in the text of the error. */
  private static List<Map<String, ?>> ofTheKey(String arn) {
    return List.of(
        Map.of("resources", Map.of("ARN", List.of(arn))),
        Map.of("errorMessage", List.of(Map.of("wildcard", "*" + arn + "*"))));
  }

  /** Users, the root user and services have no session, and so no role that issued it. */
  private static List<Map<String, ?>> notOurFunctions(Stack stack) {
    return List.of(
        issuer(Map.of("anything-but", SigningKey.signers(stack))), issuer(Map.of("exists", false)));
  }

  private static Map<String, ?> issuer(Map<String, ?> match) {
    return Map.of("sessionContext", Map.of("sessionIssuer", Map.of("arn", List.of(match))));
  }
}
