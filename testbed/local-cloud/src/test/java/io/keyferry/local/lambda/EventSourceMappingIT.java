package io.keyferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.local.TestAws;
import io.keyferry.local.sqs.FifoQueue;
import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.local.sqs.LocalSqs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class EventSourceMappingIT {

  @TempDir Path folder;

  private LocalSqs service;
  private SqsClient sqs;
  private LocalQueues queues;
  private LocalLambda lambda;
  private FunctionProcess function;

  @BeforeEach
  void start() throws Exception {
    service = LocalSqs.start(TestAws.REGION, TestAws.ACCOUNT);
    sqs = TestAws.sqs(service);
    queues = LocalQueues.create(sqs, Duration.ofSeconds(2), 2);
    lambda =
        LocalLambda.start(
            TestFunctions.settings(folder),
            List.of(TestFunctions.function("batch", MessageHandler.class, Duration.ofMinutes(1))),
            0);
    function = lambda.function("batch");
    function.awaitReady();
  }

  @AfterEach
  void stop() {
    lambda.close();
    sqs.close();
    service.close();
  }

  @Test
  void deletesAcceptedMessagesAndRedeliversFailedOnesUpToTheDeadLetterQueue() throws Exception {
    send("good", "bad", "also good");

    try (EventSourceMapping mapping = start(queues.results())) {
      assertThat(mapping).isNotNull();
      assertThat(deadLetters(1)).extracting(Message::body).containsExactly("bad");
    }
    assertThat(messagesIn(queues.results())).isZero();
    assertThat(Files.readString(function.logFile()))
        .contains("platform.eventSourceMapping")
        .contains("thrown as asked");
  }

  @Test
  void theEventHasLambdasForm() throws Exception {
    sqs.sendMessage(request ->
        request
            .queueUrl(queues.results().url())
            .messageGroupId("a-key")
            .messageDeduplicationId("a-digest")
            .messageAttributes(
                Map.of(
                    "kind",
                    MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue("result")
                        .build()))
            .messageBody("bad"));
    List<Message> dead;
    try (EventSourceMapping mapping = start(queues.results())) {
      assertThat(mapping).isNotNull();
      dead = deadLetters(1);
    }

    JsonNode record = Json.parse(function.invoke("{}").result().payload()).path("Records").path(0);

    assertThat(record.path("messageId").asText()).isEqualTo(dead.getFirst().messageId());
    assertThat(record.path("receiptHandle").asText()).isNotEmpty();
    assertThat(record.path("body").asText()).isEqualTo("bad");
    assertThat(record.path("md5OfBody").asText()).isEqualTo("bae60998ffe4923b131e3d6e4c19993e");
    assertThat(record.path("eventSource").asText()).isEqualTo("aws:sqs");
    assertThat(record.path("eventSourceARN").asText()).isEqualTo(queues.results().arn());
    assertThat(record.path("awsRegion").asText()).isEqualTo("eu-west-1");
    JsonNode attributes = record.path("attributes");
    assertThat(attributes.path("ApproximateReceiveCount").asText()).isEqualTo("2");
    assertThat(attributes.path("MessageGroupId").asText()).isEqualTo("a-key");
    assertThat(attributes.path("MessageDeduplicationId").asText()).isEqualTo("a-digest");
    for (String name :
        List.of(
            "SentTimestamp", "SequenceNumber", "SenderId", "ApproximateFirstReceiveTimestamp")) {
      assertThat(attributes.path(name).isTextual()).as(name).isTrue();
    }
    assertThat(record.at("/messageAttributes/kind").toString())
        .isEqualTo(
            "{\"stringValue\":\"result\",\"stringListValues\":[],\"binaryListValues\":[],"
                + "\"dataType\":\"String\"}");
  }

  @Test
  void continuesAfterAMissingQueue() throws Exception {
    String url = queues.results().url();
    Map<QueueAttributeName, String> redrive =
        sqs.getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.REDRIVE_POLICY))
            .attributes();
    sqs.deleteQueue(request -> request.queueUrl(url));

    try (EventSourceMapping mapping = start(queues.results())) {
      assertThat(mapping).isNotNull();
      awaitFault();
      sqs.createQueue(
          request -> request.queueName(queues.results().name()).attributes(withFifo(redrive)));
      send("bad");
      assertThat(deadLetters(1)).extracting(Message::body).containsExactly("bad");
    }
  }

  @Test
  void aBatchIsOneInvocation() throws Exception {
    send("good", "also good");

    try (EventSourceMapping mapping = start(queues.results(), 10)) {
      assertThat(mapping).isNotNull();
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (messagesIn(queues.results()) > 0 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }

    assertThat(messagesIn(queues.results())).isZero();
    assertThat(Json.parse(function.invoke("{}").result().payload()).path("Records"))
        .extracting(record -> record.path("body").asText())
        .containsExactlyInAnyOrder("good", "also good");
  }

  private static Map<QueueAttributeName, String> withFifo(Map<QueueAttributeName, String> redrive) {
    Map<QueueAttributeName, String> attributes = new HashMap<>(redrive);
    attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
    attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, "1");
    return attributes;
  }

  private void awaitFault() throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!Files.readString(function.logFile()).contains("SQS: ") && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private EventSourceMapping start(FifoQueue queue) {
    return start(queue, 1);
  }

  private EventSourceMapping start(FifoQueue queue, int batchSize) {
    return EventSourceMapping.start(
        EventSource.of(queue.url(), queue.arn(), batchSize), sqs, function);
  }

  private void send(String... bodies) {
    List<SendMessageBatchRequestEntry> entries =
        IntStream.range(0, bodies.length)
            .mapToObj(i ->
                SendMessageBatchRequestEntry.builder()
                    .id("m" + i)
                    .messageGroupId("key-" + i)
                    .messageDeduplicationId("digest-" + i)
                    .messageBody(bodies[i])
                    .build())
            .toList();
    sqs.sendMessageBatch(request -> request.queueUrl(queues.results().url()).entries(entries));
  }

  /** Waits, with polls of a second, for this many messages in the dead-letter queue. */
  private List<Message> deadLetters(int expected) {
    List<Message> messages = new ArrayList<>();
    for (int poll = 0; poll < 60 && messages.size() < expected; poll++) {
      messages.addAll(
          sqs.receiveMessage(request ->
                  request
                      .queueUrl(queues.resultsDeadLetters().url())
                      .maxNumberOfMessages(10)
                      .visibilityTimeout(600)
                      .waitTimeSeconds(1)
                      .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
              .messages());
    }
    return messages;
  }

  private int messagesIn(FifoQueue queue) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queue.url()).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(
            attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, ""))
        + Integer.parseInt(
            attributes.getOrDefault(
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, ""));
  }
}
