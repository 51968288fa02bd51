package io.keyferry.acceptance.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.acceptance.localstack.OnlyOnLocalStack;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queues as SQS reports them. */
@OnlyOnLocalStack
class DeployedQueuesIT {

  private static final String TWO_WEEKS = Integer.toString(14 * 24 * 3600);

  private final Deployment deployment = Deployment.get();

  @Test
  void thereAreNoOthers() {
    try (SqsClient sqs = deployment.client(SqsClient.builder())) {
      assertThat(sqs.listQueues().queueUrls())
          .extracting(url -> url.substring(url.lastIndexOf('/') + 1))
          .containsExactlyInAnyOrder(
              "keyferry-jobs-hsm-1.fifo",
              "keyferry-jobs-hsm-1-dead.fifo",
              "keyferry-results.fifo",
              "keyferry-results-dead.fifo");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keyferry-jobs-hsm-1",
        "keyferry-jobs-hsm-1-dead",
        "keyferry-results",
        "keyferry-results-dead"
      })
  void everyQueueIsFifoEncryptedUnderTheDataKeyAndKeepsMessagesForTwoWeeks(String name) {
    assertThat(attributes(name))
        .containsEntry(QueueAttributeName.FIFO_QUEUE, "true")
        .containsEntry(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "false")
        .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, TWO_WEEKS)
        .containsEntry(
            QueueAttributeName.KMS_MASTER_KEY_ID, deployment.arnOf("AWS::KMS::Key", "DataKey"));
  }

  @ParameterizedTest
  @CsvSource({"keyferry-jobs-hsm-1, 30", "keyferry-results, 360"})
  void messageBecomesADeadLetterAfterFiveDeliveries(String name, String visibility)
      throws Exception {
    Map<QueueAttributeName, String> attributes = attributes(name);

    assertThat(attributes).containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, visibility);
    JsonNode redrive = Json.of(attributes.getOrDefault(QueueAttributeName.REDRIVE_POLICY, ""));
    assertThat(redrive.path("maxReceiveCount").asInt()).isEqualTo(5);
    assertThat(redrive.path("deadLetterTargetArn").asText())
        .isEqualTo(deployment.arn("sqs", name + "-dead.fifo"));
  }

  @ParameterizedTest
  @CsvSource({
    "keyferry-jobs-hsm-1, QueuesJobshsm1QueuePolicy",
    "keyferry-jobs-hsm-1-dead, QueuesJobshsm1DeadLettersPolicy",
    "keyferry-results, QueuesResultsQueuePolicy",
    "keyferry-results-dead, QueuesResultsDeadLettersPolicy",
  })
  void onlyPrincipalsInTheTemplateHaveAccessAndOnlyOverTls(String name, String resource)
      throws Exception {
    JsonNode policy = Json.of(attributes(name).getOrDefault(QueueAttributeName.POLICY, ""));

    assertThat(policy)
        .isEqualTo(
            deployment.propertyInTheAccount("AWS::SQS::QueuePolicy", resource, "PolicyDocument"));
    assertThat(policy.path("Statement").path(0))
        .isEqualTo(
            Json.of(
                """
                {
                  "Effect": "Deny",
                  "Principal": {"AWS": "*"},
                  "Action": "sqs:*",
                  "Resource": "%s",
                  "Condition": {"Bool": {"aws:SecureTransport": "false"}}
                }
                """
                    .formatted(deployment.arn("sqs", name + ".fifo"))));
  }

  private Map<QueueAttributeName, String> attributes(String name) {
    try (SqsClient sqs = deployment.client(SqsClient.builder())) {
      String url = sqs.getQueueUrl(r -> r.queueName(name + ".fifo")).queueUrl();
      return sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
          .attributes();
    }
  }
}
