package io.keyferry.acceptance.endtoend;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.cloud.LocalClients;
import io.keyferry.local.cloud.LocalCloud;
import io.keyferry.local.dynamodb.ImportsTable;
import io.keyferry.local.sqs.FifoQueue;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What someone who can use the queues can do, and what someone with the cloud's signing key can do.
 */
record JobTraffic(LocalCloud cloud) {

  /** Receives and deletes the next message of a queue. */
  String take(FifoQueue queue) throws Exception {
    Message message =
        Eventually.of(
                () ->
                    cloud
                        .sqsClient()
                        .receiveMessage(r -> r.queueUrl(queue.url()).waitTimeSeconds(1))
                        .messages(),
                messages -> !messages.isEmpty(),
                "a message in " + queue.name())
            .getFirst();
    cloud
        .sqsClient()
        .deleteMessage(r -> r.queueUrl(queue.url()).receiptHandle(message.receiptHandle()));
    return message.body();
  }

  /** Sends a body as KeyFerry does. */
  void send(FifoQueue queue, KeyArn group, String body) {
    send(queue, group, body, Sha256.of(body.getBytes(StandardCharsets.UTF_8)).hex());
  }

  void send(FifoQueue queue, KeyArn group, String body, String deduplicationId) {
    cloud
        .sqsClient()
        .sendMessage(r ->
            r.queueUrl(queue.url())
                .messageBody(body)
                .messageGroupId(group.toString())
                .messageDeduplicationId(deduplicationId));
  }

  /** Makes this job the import's current job; nothing else of the import changes. */
  void makeItTheJobOf(ImportId importId, String job) {
    CloudAddress address = cloud.address();
    try (DynamoDbClient table =
        LocalClients.dynamoDb(address.dynamoDb(), CloudSettings.REGION, address.administrator())) {
      table.updateItem(u ->
          u.tableName(ImportsTable.NAME)
              .key(Map.of("importId", AttributeValue.fromS(importId.value())))
              .updateExpression("SET #job = :job")
              .expressionAttributeNames(Map.of("#job", "job"))
              .expressionAttributeValues(Map.of(":job", AttributeValue.fromS(job))));
    }
  }

  /** The number of messages in a queue that can be received. */
  int waiting(FifoQueue queue) {
    return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  /** The number of messages in a queue, including those in flight. */
  int outstanding(FifoQueue queue) {
    return waiting(queue)
        + count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private int count(FifoQueue queue, QueueAttributeName attribute) {
    return Integer.parseInt(
        cloud
            .sqsClient()
            .getQueueAttributes(r -> r.queueUrl(queue.url()).attributeNames(attribute))
            .attributes()
            .getOrDefault(attribute, "0"));
  }

  /** The bodies of the messages in a dead-letter queue. */
  List<String> deadLetters(FifoQueue queue) throws Exception {
    return deadLetters(queue, 1);
  }

  /** The bodies of the messages in a dead-letter queue, once there are this many. */
  List<String> deadLetters(FifoQueue queue, int atLeast) throws Exception {
    Eventually.of(() -> waiting(queue), count -> count >= atLeast, queue.name());
    return cloud
        .sqsClient()
        .receiveMessage(r -> r.queueUrl(queue.url()).maxNumberOfMessages(10).visibilityTimeout(0))
        .messages()
        .stream()
        .map(Message::body)
        .toList();
  }

  /** The cloud's own signing key, for messages that are authentic and wrong. */
  MessageSigner<JOSEException> cloudSigner() {
    return new MessageSigner<>() {
      @Override
      public VerificationKey verificationKey() {
        return VerificationKey.ofPem(cloud.address().signingKeyPem());
      }

      @Override
      public byte[] sign(byte[] digest) throws JOSEException {
        // Only the functions may sign, so this simulates a compromised function.
        try (KmsClient kms =
            LocalClients.kms(
                cloud.address().kms(),
                CloudSettings.REGION,
                cloud.credentialsOf(Functions.REQUEST_IMPORT))) {
          byte[] der =
              kms.sign(r ->
                      r.keyId(cloud.address().signingKey().arn())
                          .messageType(MessageType.DIGEST)
                          .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)
                          .message(SdkBytes.fromByteArray(digest)))
                  .signature()
                  .asByteArray();
          return ECDSA.transcodeSignatureToConcat(der, 64);
        }
      }
    };
  }
}
