package io.keyferry.acceptance.deployment;

import io.keyferry.acceptance.endtoend.Eventually;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;
import software.amazon.awssdk.services.cloudformation.model.StackResource;

/**
 * The stack that CloudFormation made of a template, complete or not.
 *
 * @param status as CloudFormation reports it
 * @param resources by the template's names
 */
record Stack(String status, Map<String, StackResource> resources) {

  /**
   * LocalStack's remark on a type that it does not know; it continues as if it had created the
   * resource.
   */
  private static final String PRETENDED = "is not supported but was deployed as a fallback";

  /** The largest template that CloudFormation accepts without an object in S3. */
  private static final int MAX_BYTES = 51_200;

  static Stack create(CloudFormationClient cloudFormation, String name, Template template)
      throws Exception {
    String text = template.text();
    if (text.length() > MAX_BYTES) {
      throw new AssertionError("the template has grown too large: " + text.length() + " bytes");
    }
    cloudFormation.createStack(r ->
        r.stackName(name)
            .templateBody(text)
            .onFailure(OnFailure.DO_NOTHING)
            .capabilities(Capability.CAPABILITY_NAMED_IAM));
    String status =
        Eventually.of(
            () ->
                cloudFormation
                    .describeStacks(r -> r.stackName(name))
                    .stacks()
                    .getFirst()
                    .stackStatusAsString(),
            now -> !now.endsWith("_IN_PROGRESS"),
            "stack " + name);
    return new Stack(
        status,
        cloudFormation.describeStackResources(r -> r.stackName(name)).stackResources().stream()
            .collect(Collectors.toMap(StackResource::logicalResourceId, Function.identity())));
  }

  /** The resources that were not created, with CloudFormation's reasons. */
  List<String> missing() {
    return resources.values().stream()
        .filter(resource -> !isThere(resource))
        .map(Stack::describe)
        .sorted()
        .toList();
  }

  private static boolean isThere(StackResource resource) {
    return resource.resourceStatusAsString().equals("CREATE_COMPLETE")
        && !describe(resource).contains(PRETENDED);
  }

  private static String describe(StackResource resource) {
    return "%s: %s, %s"
        .formatted(
            resource.logicalResourceId(),
            resource.resourceStatusAsString(),
            resource.resourceStatusReason());
  }

  String physicalId(String id) {
    StackResource resource = resources.get(id);
    if (resource == null) {
      throw new AssertionError("no " + id + " among " + resources.keySet());
    }
    return resource.physicalResourceId();
  }
}
