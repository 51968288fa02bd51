package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueuesAndTableTest {

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  @Test
  void thereIsAJobsQueueForEachAgentAndOneResultsQueueEachWithDeadLetters() {
    assertThat(stack.all("AWS::SQS::Queue"))
        .extracting(queue -> queue.at("/Properties/QueueName").asText())
        .containsExactlyInAnyOrder(
            "keyferry-jobs-hsm-1.fifo",
            "keyferry-jobs-hsm-1-dead.fifo",
            "keyferry-jobs-hsm-2.fifo",
            "keyferry-jobs-hsm-2-dead.fifo",
            "keyferry-results.fifo",
            "keyferry-results-dead.fifo");
  }

  @Test
  void everyQueueIsFifoEncryptedUnderTheDataKeyAndKeepsMessagesForTwoWeeks() {
    assertThat(stack.all("AWS::SQS::Queue"))
        .extracting(queue -> queue.path("Properties"))
        .allSatisfy(queue -> {
          assertThat(queue.path("FifoQueue").asBoolean()).isTrue();
          assertThat(queue.path("ContentBasedDeduplication").asBoolean()).isFalse();
          assertThat(queue.path("KmsMasterKeyId").asText()).isEqualTo("${DataKey.Arn}");
          assertThat(queue.path("MessageRetentionPeriod").asInt()).isEqualTo(14 * 24 * 3600);
        });
  }

  @ParameterizedTest
  @CsvSource({"Jobshsm1, 30", "Jobshsm2, 30", "Results, 360"})
  void aMessageIsDeadAfterFiveDeliveries(String queue, int visibility) {
    JsonNode properties = stack.properties("Queues" + queue + "Queue");

    assertThat(properties.at("/RedrivePolicy/maxReceiveCount").asInt()).isEqualTo(5);
    assertThat(properties.at("/RedrivePolicy/deadLetterTargetArn").asText())
        .isEqualTo("${Queues" + queue + "DeadLetters.Arn}");
    assertThat(properties.path("VisibilityTimeout").asInt()).isEqualTo(visibility);
  }

  @Test
  void resultsAreHiddenSixTimesAsLongAsTheFunctionMayTake() {
    int timeout = stack.properties("FunctionsCompleteImportFunction").path("Timeout").asInt();

    assertThat(stack.properties("QueuesResultsQueue").path("VisibilityTimeout").asInt())
        .isGreaterThanOrEqualTo(6 * timeout);
  }

  @Test
  void theTableIsEncryptedBackedUpAndNotLost() {
    JsonNode table = stack.resource("ImportsTable");

    assertThat(table.path("DeletionPolicy").asText()).isEqualTo("Retain");
    assertThat(table.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
    assertThat(table.path("Properties"))
        .isEqualTo(
            Json.of(
                """
                {
                  "KeySchema": [{"AttributeName": "importId", "KeyType": "HASH"}],
                  "AttributeDefinitions": [
                    {"AttributeName": "importId", "AttributeType": "S"},
                    {"AttributeName": "listing", "AttributeType": "S"},
                    {"AttributeName": "requestedAt", "AttributeType": "S"},
                    {"AttributeName": "duty", "AttributeType": "S"},
                    {"AttributeName": "dueAt", "AttributeType": "S"}
                  ],
                  "BillingMode": "PAY_PER_REQUEST",
                  "DeletionProtectionEnabled": true,
                  "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true},
                  "SSESpecification": {
                    "KMSMasterKeyId": "${DataKey.Arn}", "SSEEnabled": true, "SSEType": "KMS"
                  },
                  "TimeToLiveSpecification": {"AttributeName": "expiresAt", "Enabled": true},
                  "GlobalSecondaryIndexes": [
                    {
                      "IndexName": "newest-first",
                      "KeySchema": [
                        {"AttributeName": "listing", "KeyType": "HASH"},
                        {"AttributeName": "requestedAt", "KeyType": "RANGE"}
                      ],
                      "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["record"]}
                    },
                    {
                      "IndexName": "due",
                      "KeySchema": [
                        {"AttributeName": "duty", "KeyType": "HASH"},
                        {"AttributeName": "dueAt", "KeyType": "RANGE"}
                      ],
                      "Projection": {"ProjectionType": "KEYS_ONLY"}
                    }
                  ]
                }
                """));
  }

  @Test
  void theSigningKeyIsOnP256SignsAndStays() {
    JsonNode key = stack.resource("SigningKey");

    assertThat(key.at("/Properties/KeySpec").asText()).isEqualTo("ECC_NIST_P256");
    assertThat(key.at("/Properties/KeyUsage").asText()).isEqualTo("SIGN_VERIFY");
    assertThat(key.path("DeletionPolicy").asText()).isEqualTo("Retain");
    assertThat(key.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
  }

  @Test
  void theDataKeyIsRotatedAndStaysWithTheTable() {
    JsonNode key = stack.resource("DataKey");

    assertThat(key.at("/Properties/EnableKeyRotation").asBoolean()).isTrue();
    assertThat(key.path("DeletionPolicy").asText()).isEqualTo("Retain");
  }
}
