package io.keyferry.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.TestAws;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class LocalQueuesTest {

  private static LocalSqs service;
  private static SqsClient sqs;
  private static LocalQueues queues;

  @BeforeAll
  static void start() {
    service = LocalSqs.start(TestAws.REGION, TestAws.ACCOUNT);
    sqs = TestAws.sqs(service);
    queues = LocalQueues.create(sqs, Duration.ofSeconds(1), 2);
  }

  @AfterAll
  static void stop() {
    sqs.close();
    service.close();
  }

  @Test
  void queueUrlsContainTheAccountAndRegion() {
    assertThat(queues.jobs().arn())
        .isEqualTo("arn:aws:sqs:eu-west-1:111122223333:keyferry-jobs-local.fifo");
    assertThat(queues.resultsDeadLetters().arn())
        .isEqualTo("arn:aws:sqs:eu-west-1:111122223333:keyferry-results-dead.fifo");
    assertThat(queues.results().url())
        .startsWith(service.endpoint().toString())
        .endsWith("/111122223333/keyferry-results.fifo");
  }

  @Test
  void identicalBodiesWithTwoIdsAreTwoMessages() {
    send("results", "one");
    send("results", "two");

    assertThat(receive(queues.results(), Duration.ZERO)).hasSize(1);
    assertThat(
            sqs.getQueueAttributes(request ->
                    request.queueUrl(queues.results().url()).attributeNames(QueueAttributeName.ALL))
                .attributes())
        .containsEntry(QueueAttributeName.FIFO_QUEUE, "true")
        .containsEntry(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "false")
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "1")
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "1");
  }

  @Test
  void aMessageReceivedTooOftenMovesToTheDeadLetterQueue() {
    send("jobs", "once");
    assertThat(receive(queues.jobs(), Duration.ofSeconds(20))).hasSize(1);
    assertThat(receive(queues.jobs(), Duration.ofSeconds(20))).hasSize(1);

    assertThat(receive(queues.jobs(), Duration.ofSeconds(2))).isEmpty();
    assertThat(receive(queues.jobsDeadLetters(), Duration.ofSeconds(20)))
        .singleElement()
        .extracting(Message::body)
        .isEqualTo("same body");
  }

  private static void send(String queue, String deduplicationId) {
    FifoQueue target = queue.equals("jobs") ? queues.jobs() : queues.results();
    sqs.sendMessage(request ->
        request
            .queueUrl(target.url())
            .messageGroupId("a-key")
            .messageDeduplicationId(deduplicationId)
            .messageBody("same body"));
  }

  private static List<Message> receive(FifoQueue queue, Duration wait) {
    return sqs.receiveMessage(request ->
            request
                .queueUrl(queue.url())
                .maxNumberOfMessages(1)
                .waitTimeSeconds((int) wait.toSeconds()))
        .messages();
  }
}
