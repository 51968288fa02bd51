package io.keyferry.infra.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnRule;
import software.amazon.awscdk.CfnRuleAssertion;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;

/**
 * Where KeyFerry can be deployed. In the China Regions KMS imports symmetric keys of 16 bytes and
 * has no RSA_AES_KEY_WRAP; the isolated Regions and the European Sovereign Cloud, and the services
 * that they have, are untested.
 */
public final class ServedPartitions {

  private static final List<String> SERVED = List.of("aws", "aws-us-gov");
  private static final String EXPECTED =
      "expected a Region of a partition that KeyFerry serves (" + String.join(", ", SERVED) + ")";

  /** Region prefixes of the other partitions, for a check before deployment. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "cn-", "aws-cn",
          "eu-iso", "aws-iso-e",
          "eusc-", "aws-eusc",
          "us-iso-", "aws-iso",
          "us-isob-", "aws-iso-b",
          "us-isof-", "aws-iso-f");

  private ServedPartitions() {}

  /** A sentence, if KeyFerry is known not to be deployable in the Region. */
  public static Optional<String> fault(String region) {
    return OTHERS.entrySet().stream()
        .filter(other -> region.startsWith(other.getKey()))
        .map(other ->
            "%s, found %s (%s): deploy in another Region"
                .formatted(EXPECTED, region, other.getValue()))
        .findFirst();
  }

  /** The Region may be known only when CloudFormation receives the template. */
  static void refuseOthers(Stack stack) {
    CfnRule.Builder.create(stack, "ServedPartition")
        .assertions(
            List.of(
                CfnRuleAssertion.builder()
                    .assertValue(Fn.conditionContains(SERVED, Aws.PARTITION))
                    .assertDescription(EXPECTED + ", found another: deploy in another Region")
                    .build()))
        .build();
  }
}
