package io.keyferry.local.gate;

import io.keyferry.local.iam.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The permissions that encryption at rest requires of a caller: SQS and DynamoDB use the customer
 * managed key on behalf of the sender, receiver or reader (SQS Developer Guide, "Configuring KMS
 * permissions"; DynamoDB Developer Guide, "Encryption at rest: usage notes").
 *
 * @param byResource the key's ARN by the ARN of the queue or table
 */
record DataKeys(Map<String, String> byResource, KmsService kms, String region) {

  List<Check> checks(String resource, String service, List<String> actions, Context context) {
    return Optional.ofNullable(byResource.get(resource))
        .map(key ->
            actions.stream()
                .map(action ->
                    kms.dataKey(
                        action,
                        key,
                        context
                            .with("kms:ViaService", service + "." + region + ".amazonaws.com")
                            .with("aws:ViaAWSService", "true")))
                .toList())
        .orElse(List.of());
  }
}
