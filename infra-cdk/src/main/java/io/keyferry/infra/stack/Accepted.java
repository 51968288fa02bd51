package io.keyferry.infra.stack;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.constructs.Construct;

/** Accepted findings of cdk-nag, each with the reason. */
final class Accepted {

  private Accepted() {}

  static void finding(Construct construct, String rule, String reason) {
    NagSuppressions.addResourceSuppressions(
        construct, List.of(NagPackSuppression.builder().id(rule).reason(reason).build()));
  }

  /** Accepted wildcards in the resources of a policy, each with the reason. */
  static void wildcards(Construct construct, Map<String, String> reasons) {
    new TreeMap<>(reasons)
        .forEach((resource, reason) ->
            NagSuppressions.addResourceSuppressions(
                construct,
                List.of(
                    NagPackSuppression.builder()
                        .id("AwsSolutions-IAM5")
                        .reason(reason)
                        .appliesTo(List.of("Resource::" + resource))
                        .build())));
  }
}
