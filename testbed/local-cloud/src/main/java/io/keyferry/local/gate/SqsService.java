package io.keyferry.local.gate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.keyferry.local.iam.Context;
import io.keyferry.local.iam.Policy;
import io.keyferry.local.iam.ResourcePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Amazon SQS. A batch is judged as the action on one message (Service Authorization Reference).
 *
 * @param policies of the queues by their ARNs
 */
record SqsService(String region, String account, Map<String, Policy> policies, DataKeys dataKeys)
    implements Service {

  @Override
  public String signingName() {
    return "sqs";
  }

  @Override
  public boolean isIn(String signedRegion) {
    return signedRegion.equals(region);
  }

  @Override
  public String targetPrefix() {
    return "AmazonSQS.";
  }

  @Override
  public List<Check> checks(AwsRequest request) {
    String operation =
        request.operation().endsWith("Batch")
            ? request.operation().substring(0, request.operation().length() - "Batch".length())
            : request.operation();
    String resource = resource(request);
    List<Check> checks = new ArrayList<>();
    Optional<Policy> policy = Optional.ofNullable(policies.get(resource));
    checks.add(
        new Check(
            "sqs:" + operation,
            resource,
            account,
            Context.empty(),
            new ResourcePolicy.Beside(policy),
            policy.map(Policy::name),
            Check.Purpose.REQUEST));
    checks.addAll(
        dataKeys.checks(
            resource,
            "sqs",
            switch (operation) {
              case "SendMessage" -> List.of("kms:GenerateDataKey", "kms:Decrypt");
              case "ReceiveMessage" -> List.of("kms:Decrypt");
              default -> List.of();
            },
            Context.empty()
                .with("kms:EncryptionContext:aws:sqs:arn", resource)
                .with("kms:EncryptionContextKeys", "aws:sqs:arn")));
    return checks;
  }

  private String resource(AwsRequest request) {
    String name = request.text("QueueName");
    if (name.isEmpty()) {
      String url = request.text("QueueUrl");
      name = url.substring(url.lastIndexOf('/') + 1);
    }
    return name.isEmpty() ? "*" : "arn:aws:sqs:%s:%s:%s".formatted(region, account, name);
  }

  /** SQS's messages have actions in lower case. */
  @Override
  public Denial denied(Check check, String message) {
    if (check.purpose() == Check.Purpose.DATA_KEY) {
      return error("com.amazonaws.sqs#KmsAccessDenied", "KMS.AccessDeniedException", message);
    }
    return error(
        "com.amazon.coral.service#AccessDeniedException",
        "AccessDenied",
        message.replace(check.action(), check.action().toLowerCase(Locale.ROOT)));
  }

  @Override
  public Denial unauthenticated(String error, String message) {
    return error("com.amazon.coral.service#" + error, error, message);
  }

  /** SQS returns the error code of its old protocol in a header, and clients read it from there. */
  private static Denial error(String type, String code, String message) {
    return new Denial(
        403,
        Map.of("x-amzn-query-error", code + ";Sender"),
        JsonNodeFactory.instance
            .objectNode()
            .put("__type", type)
            .put("message", message)
            .toString());
  }
}
