package io.keyferry.local.gate;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.local.iam.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amazon DynamoDB. A transaction is judged for each of its items, as the action on that item alone
 * (DynamoDB Developer Guide, "IAM with transactions").
 */
record DynamoDbService(String region, String account, DataKeys dataKeys) implements Service {

  /** The name of an attribute at the start of a path in an expression. */
  private static final Pattern NAME = Pattern.compile("(?<![.\\w:#\\[])(#\\w+|[A-Za-z_]\\w*)");

  @Override
  public String signingName() {
    return "dynamodb";
  }

  @Override
  public boolean isIn(String signedRegion) {
    return signedRegion.equals(region);
  }

  @Override
  public String targetPrefix() {
    return "DynamoDB_20120810.";
  }

  @Override
  public List<Check> checks(AwsRequest request) {
    List<Check> checks = new ArrayList<>();
    JsonNode body = request.body();
    switch (request.operation()) {
      case "TransactWriteItems" -> {
        for (JsonNode item : body.path("TransactItems")) {
          item.properties()
              .forEach(one -> {
                String action =
                    switch (one.getKey()) {
                      case "Put" -> "PutItem";
                      case "Update" -> "UpdateItem";
                      case "Delete" -> "DeleteItem";
                      default -> "ConditionCheckItem";
                    };
                checks.addAll(item(action, one.getValue(), Optional.of(request.operation())));
              });
        }
      }
      case "TransactGetItems" -> {
        for (JsonNode item : body.path("TransactItems")) {
          checks.addAll(item("GetItem", item.path("Get"), Optional.of(request.operation())));
        }
      }
      case "BatchGetItem", "BatchWriteItem" -> {
        for (var table : body.path("RequestItems").properties()) {
          checks.addAll(
              judged("dynamodb:" + request.operation(), table(table.getKey()), Context.empty()));
        }
      }
      default -> checks.addAll(item(request.operation(), body, Optional.empty()));
    }
    return checks;
  }

  private List<Check> item(String operation, JsonNode body, Optional<String> enclosing) {
    String table = table(body.path("TableName").asText());
    Context context = Context.empty();
    if (enclosing.isPresent()) {
      context = context.with("dynamodb:EnclosingOperation", enclosing.get());
    }
    Set<String> attributes = attributes(body);
    if (!attributes.isEmpty()) {
      context = context.with("dynamodb:Attributes", attributes.toArray(String[]::new));
    }
    if (operation.equals("Query") || operation.equals("Scan")) {
      boolean index = body.has("IndexName");
      context =
          context.with(
              "dynamodb:Select",
              body.path("Select")
                  .asText(
                      body.has("ProjectionExpression") || body.has("AttributesToGet")
                          ? "SPECIFIC_ATTRIBUTES"
                          : index ? "ALL_PROJECTED_ATTRIBUTES" : "ALL_ATTRIBUTES"));
      if (index) {
        return judged(
            "dynamodb:" + operation, table + "/index/" + body.path("IndexName").asText(), context);
      }
    }
    return judged("dynamodb:" + operation, table, context);
  }

  /**
   * The attributes that a request names. A request for whole items names none, so the key is
   * absent: a policy must test for that with {@code Null}.
   */
  private static Set<String> attributes(JsonNode body) {
    Set<String> names = new TreeSet<>();
    body.path("AttributesToGet").forEach(name -> names.add(name.asText()));
    if (names.isEmpty() && !body.has("ProjectionExpression")) {
      return names;
    }
    JsonNode placeholders = body.path("ExpressionAttributeNames");
    Matcher matcher = NAME.matcher(body.path("ProjectionExpression").asText());
    while (matcher.find()) {
      String name = matcher.group();
      names.add(name.startsWith("#") ? placeholders.path(name).asText(name) : name);
    }
    body.path("Key").fieldNames().forEachRemaining(names::add);
    Matcher condition = NAME.matcher(body.path("KeyConditionExpression").asText());
    while (condition.find()) {
      String name = condition.group();
      if (name.startsWith("#")) {
        names.add(placeholders.path(name).asText(name));
      }
    }
    return names;
  }

  private List<Check> judged(String action, String resource, Context context) {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.of(action, resource, account, context));
    String table = resource.replaceFirst("/index/.*", "");
    checks.addAll(
        dataKeys.checks(
            table,
            "dynamodb",
            List.of("kms:Decrypt"),
            Context.empty()
                .with(
                    "kms:EncryptionContext:aws:dynamodb:tableName",
                    table.substring(table.lastIndexOf('/') + 1))
                .with("kms:EncryptionContext:aws:dynamodb:subscriberId", account)
                .with(
                    "kms:EncryptionContextKeys",
                    "aws:dynamodb:tableName",
                    "aws:dynamodb:subscriberId")));
    return checks;
  }

  private String table(String name) {
    if (name.startsWith("arn:")) {
      return name;
    }
    return name.isEmpty()
        ? "*"
        : "arn:aws:dynamodb:%s:%s:table/%s".formatted(region, account, name);
  }

  @Override
  public Denial denied(Check check, String message) {
    return JsonErrors.of(
        "com.amazon.coral.service#AccessDeniedException",
        check.purpose() == Check.Purpose.DATA_KEY
            ? "KMS key access denied error: " + message
            : message);
  }

  @Override
  public Denial unauthenticated(String error, String message) {
    return JsonErrors.of("com.amazon.coral.service#" + error, message);
  }
}
