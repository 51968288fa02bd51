package io.keyferry.acceptance.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.acceptance.localstack.TestLocalStack;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.LocalClients;
import io.keyferry.local.localstack.LocalStack;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/**
 * The template in a LocalStack account, deployed once for all tests of a JVM because that takes ten
 * seconds.
 *
 * @param whole the template as CDK wrote it
 * @param deployed the template without what is left out
 */
record Deployment(
    URI endpoint, String account, Path folder, Template whole, Template deployed, Stack stack) {

  static final String REGION = CloudSettings.REGION.id();

  private static final class Once {
    static final Deployment DEPLOYMENT = deploy();
  }

  static Deployment get() {
    return Once.DEPLOYMENT;
  }

  private static Deployment deploy() {
    URI endpoint = TestLocalStack.running().orElseThrow().endpoint();
    String account = LocalStack.freshAccount();
    Path folder = Template.folder();
    try (CloudFormationClient cloudFormation =
        LocalClients.of(
            CloudFormationClient.builder(),
            endpoint,
            CloudSettings.REGION,
            LocalClients.anyOf(account))) {
      Template whole = Template.read(folder);
      Template rest = whole.without(LeftOut.types());
      JsonNode complete = LeftOut.placeholders(whole, account, REGION).in(rest.json());
      Template deployed = new Template(complete.deepCopy());
      Stack stack = Stack.create(cloudFormation, "KeyFerry", deployed);
      return new Deployment(endpoint, account, folder, whole, deployed, stack);
    } catch (Exception e) {
      throw new AssertionError("the template could not be deployed", e);
    }
  }

  /** A client of one of LocalStack's services, in the stack's account. */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    return LocalClients.of(builder, endpoint, CloudSettings.REGION, LocalClients.anyOf(account));
  }

  /** A part of the template, with references replaced by their values in the account. */
  JsonNode inTheAccount(JsonNode part) {
    return LeftOut.placeholders(whole, account, REGION).or(this::value).in(part);
  }

  /** A property of the resource of that type and name, as deployed. */
  JsonNode propertyInTheAccount(String type, String name, String property) {
    return inTheAccount(whole.properties(whole.id(type, name)).path(property));
  }

  String physicalId(String type, String name) {
    return stack.physicalId(whole.id(type, name));
  }

  String arnOf(String type, String name) {
    return attribute(type, physicalId(type, name), "Arn");
  }

  private Optional<String> value(String id, String attribute) {
    return Optional.ofNullable(
            Map.of("AWS::AccountId", account, "AWS::Region", REGION, "AWS::Partition", "aws")
                .get(id))
        .or(() -> Optional.of(attribute(whole.type(id), stack.physicalId(id), attribute)));
  }

  private String attribute(String type, String name, String attribute) {
    return switch (type + " " + attribute) {
      case "AWS::SQS::Queue QueueName" -> last(name);
      case "AWS::SQS::Queue Arn" -> arn("sqs", last(name));
      case "AWS::KMS::Key Arn" -> arn("kms", "key/" + name);
      case "AWS::DynamoDB::Table Arn" -> arn("dynamodb", "table/" + name);
      case "AWS::Logs::LogGroup Arn" -> arn("logs", "log-group:" + name + ":*");
      case "AWS::Events::Rule Arn" -> arn("events", "rule/" + name);
      case "AWS::IAM::Role Arn" -> "arn:aws:iam::%s:role/%s".formatted(account, name);
      case String other when other.endsWith(" " + References.REF) -> name;
      default ->
          throw new AssertionError(
              "expected a known attribute, found " + attribute + " of a " + type);
    };
  }

  String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, REGION, account, resource);
  }

  /** An SQS queue's physical name is its URL. */
  private static String last(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
