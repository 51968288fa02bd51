package io.keyferry.infra.stack;

import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;

/** ARNs of resources with fixed names, for policies that must not depend on them. */
final class Names {

  private Names() {}

  /**
   * Role names are unique per account, and another Region of the account may have KeyFerry, too.
   */
  static String regional(Stack stack, String name) {
    return name + "-" + stack.getRegion();
  }

  /** The ARN of the role with this name in this Region. */
  static String role(Stack stack, String name) {
    return stack.formatArn(
        ArnComponents.builder()
            .service("iam")
            .region("")
            .resource("role")
            .resourceName(regional(stack, name))
            .build());
  }

  static String rule(Stack stack, String name) {
    return stack.formatArn(
        ArnComponents.builder().service("events").resource("rule").resourceName(name).build());
  }

  static String topic(Stack stack, String name) {
    return stack.formatArn(
        ArnComponents.builder()
            .service("sns")
            .resource(name)
            .arnFormat(ArnFormat.NO_RESOURCE_NAME)
            .build());
  }

  /** A pattern: all alarms of that prefix. */
  static String alarms(Stack stack, String prefix) {
    return stack.formatArn(
        ArnComponents.builder()
            .service("cloudwatch")
            .resource("alarm")
            .resourceName(prefix + "*")
            .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
            .build());
  }
}
