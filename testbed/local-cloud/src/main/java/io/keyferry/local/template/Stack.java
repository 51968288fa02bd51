package io.keyferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keyferry.local.iam.Caller;
import io.keyferry.local.iam.Policy;
import io.keyferry.local.iam.PolicyReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A template with the local names of its resources. CloudFormation's functions are resolved;
 * unknown ones are refused.
 */
public final class Stack {

  private static final List<String> NAMES =
      List.of("FunctionName", "RoleName", "QueueName", "TopicName", "TableName", "Name");

  private final Template template;
  private final String region;
  private final String account;
  private final Map<String, String> refs;

  /**
   * A template in one account and Region.
   *
   * @param refs the values of {@code Ref} for resources whose ids are not in the template: KMS keys
   *     (key ids), queues (URLs) and tables (names)
   */
  public Stack(Template template, String region, String account, Map<String, String> refs) {
    this.template = template;
    this.region = region;
    this.account = account;
    this.refs = Map.copyOf(refs);
  }

  /**
   * A function, as far as the template alone defines it.
   *
   * @param environment the values of its variables
   * @param role with its policies
   */
  public record DeployedFunction(String name, Map<String, String> environment, Caller role) {

    public DeployedFunction {
      environment = Map.copyOf(environment);
    }
  }

  /** The function of that name. */
  public DeployedFunction function(String name) {
    return Optional.ofNullable(functions().get(name))
        .orElseThrow(() ->
            new IllegalStateException("expected the function %s in the template".formatted(name)));
  }

  /** All functions by their names. */
  public Map<String, DeployedFunction> functions() {
    Map<String, DeployedFunction> functions = new HashMap<>();
    template
        .resources("AWS::Lambda::Function")
        .forEach((id, properties) -> {
          Map<String, String> environment = new HashMap<>();
          resolve(properties.path("Environment").path("Variables"))
              .properties()
              .forEach(v -> environment.put(v.getKey(), v.getValue().asText()));
          String name = name(id);
          String role = properties.path("Role").path("Fn::GetAtt").path(0).asText();
          functions.put(name, new DeployedFunction(name, environment, role(role, name)));
        });
    return functions;
  }

  private Caller role(String logicalId, String session) {
    List<Policy> policies = new ArrayList<>();
    JsonNode properties = template.properties(logicalId);
    if (properties.has("ManagedPolicyArns") || properties.has("PermissionsBoundary")) {
      throw new IllegalStateException(
          "expected a role with inline policies alone, found more in " + logicalId);
    }
    for (JsonNode inline : properties.path("Policies")) {
      policies.add(
          PolicyReader.read(
              session + "/" + inline.path("PolicyName").asText(),
              resolve(inline.path("PolicyDocument"))));
    }
    return Caller.role(attribute(logicalId, "Arn"), session, policies);
  }

  /** The policy of each queue by the queue's ARN. */
  public Map<String, Policy> queuePolicies() {
    Map<String, Policy> policies = new HashMap<>();
    template
        .resources("AWS::SQS::QueuePolicy")
        .forEach((id, properties) -> {
          for (JsonNode queue : properties.path("Queues")) {
            String arn = attribute(queue.path("Ref").asText(), "Arn");
            String name = arn.substring(arn.lastIndexOf(':') + 1);
            policies.put(arn, PolicyReader.read(name, resolve(properties.path("PolicyDocument"))));
          }
        });
    return policies;
  }

  /** The ARN of the KMS key that encrypts a queue or table, by the ARN of the queue or table. */
  public Map<String, String> dataKeys() {
    Map<String, String> keys = new HashMap<>();
    template
        .resources("AWS::SQS::Queue")
        .forEach((id, queue) -> {
          if (queue.has("KmsMasterKeyId")) {
            keys.put(attribute(id, "Arn"), resolve(queue.path("KmsMasterKeyId")).asText());
          }
        });
    template
        .resources("AWS::DynamoDB::Table")
        .forEach((id, table) -> {
          JsonNode key = table.path("SSESpecification").path("KMSMasterKeyId");
          if (!key.isMissingNode()) {
            keys.put(attribute(id, "Arn"), resolve(key).asText());
          }
        });
    return keys;
  }

  /** A value with CloudFormation's functions resolved. */
  public JsonNode resolve(JsonNode node) {
    if (node.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> items.add(resolve(item)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.size() == 1) {
      Map.Entry<String, JsonNode> only = node.properties().iterator().next();
      Optional<JsonNode> result = called(only.getKey(), only.getValue());
      if (result.isPresent()) {
        return result.get();
      }
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    node.properties().forEach(field -> object.set(field.getKey(), resolve(field.getValue())));
    return object;
  }

  private Optional<JsonNode> called(String function, JsonNode argument) {
    return switch (function) {
      case "Ref" -> Optional.of(TextNode.valueOf(ref(argument.asText())));
      case "Fn::GetAtt" ->
          Optional.of(
              TextNode.valueOf(attribute(argument.path(0).asText(), argument.path(1).asText())));
      case "Fn::Join" ->
          Optional.of(
              TextNode.valueOf(
                  resolve(argument.path(1))
                      .valueStream()
                      .map(JsonNode::asText)
                      .collect(Collectors.joining(argument.path(0).asText()))));
      case "Fn::Select" -> Optional.of(resolve(argument.path(1)).path(argument.path(0).asInt()));
      case "Fn::Split" -> {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        List.of(resolve(argument.path(1)).asText().split(argument.path(0).asText(), -1))
            .forEach(parts::add);
        yield Optional.of(parts);
      }
      default -> {
        if (function.startsWith("Fn::")) {
          throw new IllegalStateException(
              "expected one of CloudFormation's functions Ref, Fn::GetAtt, Fn::Join, Fn::Select and Fn::Split, found "
                  + function);
        }
        yield Optional.empty();
      }
    };
  }

  private String ref(String logicalId) {
    return switch (logicalId) {
      case "AWS::Partition" -> "aws";
      case "AWS::Region" -> region;
      case "AWS::AccountId" -> account;
      case "AWS::URLSuffix" -> "amazonaws.com";
      default ->
          switch (template.type(logicalId)) {
            case "AWS::SNS::Topic" -> attribute(logicalId, "TopicArn");
            case "AWS::Lambda::Alias" -> {
              JsonNode alias = resolve(template.properties(logicalId));
              yield arn(
                  "lambda",
                  "function:%s:%s"
                      .formatted(alias.path("FunctionName").asText(), alias.path("Name").asText()));
            }
            default -> Optional.ofNullable(refs.get(logicalId)).orElseGet(() -> name(logicalId));
          };
    };
  }

  private String name(String logicalId) {
    JsonNode properties = template.properties(logicalId);
    return NAMES.stream()
        .filter(properties::has)
        .map(property -> resolve(properties.path(property)).asText())
        .findFirst()
        .orElse(logicalId);
  }

  private String attribute(String logicalId, String attribute) {
    String type = template.type(logicalId);
    String name = name(logicalId);
    if (attribute.equals("Arn") || type.equals("AWS::SNS::Topic")) {
      return switch (type) {
        case "AWS::IAM::Role" -> "arn:aws:iam::%s:role/%s".formatted(account, name);
        case "AWS::KMS::Key" -> arn("kms", "key/" + ref(logicalId));
        case "AWS::SQS::Queue" -> arn("sqs", name);
        case "AWS::DynamoDB::Table" -> arn("dynamodb", "table/" + ref(logicalId));
        case "AWS::Lambda::Function" -> arn("lambda", "function:" + name);
        case "AWS::Logs::LogGroup" -> arn("logs", "log-group:" + name + ":*");
        case "AWS::Events::Rule" -> arn("events", "rule/" + name);
        case "AWS::SNS::Topic" -> arn("sns", name);
        default -> throw unknown(type, attribute);
      };
    }
    if (type.equals("AWS::SQS::Queue") && attribute.equals("QueueName")) {
      return name;
    }
    throw unknown(type, attribute);
  }

  private static IllegalStateException unknown(String type, String attribute) {
    return new IllegalStateException(
        "expected an attribute that is known here, found %s of %s".formatted(attribute, type));
  }

  private String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, region, account, resource);
  }
}
