package io.keyferry.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StackTest {

  @Test
  void functionRoleHasTheNameThatTheTemplateDerivesFromTheRegion() {
    Template template =
        new Template(
            Template.parsed(
                """
                {"Resources": {
                  "Function": {"Type": "AWS::Lambda::Function", "Properties": {
                    "FunctionName": "example", "Role": {"Fn::GetAtt": ["Role", "Arn"]}
                  }},
                  "Role": {"Type": "AWS::IAM::Role", "Properties": {
                    "RoleName": {"Fn::Join": ["", ["example-", {"Ref": "AWS::Region"}]]}
                  }}
                }}
                """));

    assertThat(new Stack(template, "eu-west-1", "123456789012", Map.of()).functions())
        .extractingByKey("example")
        .satisfies(function ->
            assertThat(function.role().arn())
                .isEqualTo("arn:aws:iam::123456789012:role/example-eu-west-1"));
  }
}
