package io.keyferry.bench;

import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends jobs to an agent and waits for its answers. */
record JobLoad(SqsClient sqs, LocalQueues queues, SignedJobs jobs, VerificationKey agent) {

  /** The largest batch of SQS. */
  private static final int BATCH = 10;

  /** More than an agent receives at once; ElasticMQ scans all waiting messages at each receive. */
  private static final int MAX_WAITING = 40;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Has this many keys wrapped.
   *
   * @return the time from the first job sent to the last result in the queue
   * @throws IOException if a job is refused, or none is answered for a while
   */
  Duration carry(int imports) throws IOException {
    List<SignedJobs.SignedJob> signed =
        IntStream.range(0, imports).mapToObj(i -> jobs.next(agent.thumbprint())).toList();
    int sent = 0;
    int answered = 0;
    long begun = System.nanoTime();
    long last = begun;
    while (answered < imports) {
      while (sent < imports && sent - answered <= MAX_WAITING - BATCH) {
        int end = Math.min(imports, sent + BATCH);
        send(signed.subList(sent, end));
        sent = end;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      int now = results();
      if (now > answered) {
        last = System.nanoTime();
      } else if (System.nanoTime() - last > PATIENCE.toNanos()) {
        throw new IOException(
            "expected %d results, found %d and no other for %d s"
                .formatted(imports, now, PATIENCE.toSeconds()));
      }
      answered = now;
    }
    Duration carried = Duration.ofNanos(System.nanoTime() - begun);
    int wrapped = 0;
    while (wrapped < imports) {
      int taken = demandWrapped();
      if (taken == 0) {
        throw new IOException(
            "expected %d results to receive, found %d".formatted(imports, wrapped));
      }
      wrapped += taken;
    }
    return carried;
  }

  private void send(List<SignedJobs.SignedJob> some) {
    List<SendMessageBatchRequestEntry> entries =
        some.stream()
            .map(job ->
                SendMessageBatchRequestEntry.builder()
                    .id(job.importId().value())
                    .messageBody(job.sealed())
                    .messageGroupId(job.keyArn().toString())
                    .messageDeduplicationId(job.importId().value())
                    .build())
            .toList();
    sqs.sendMessageBatch(batch -> batch.queueUrl(queues.jobs().url()).entries(entries));
  }

  /** The number of results in the queue: counting is cheaper than receiving. */
  private int results() {
    QueueAttributeName count = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    return Integer.parseInt(
        sqs.getQueueAttributes(get -> get.queueUrl(queues.results().url()).attributeNames(count))
            .attributes()
            .getOrDefault(count, "0"));
  }

  /** Receives some results and checks them. */
  private int demandWrapped() throws IOException {
    String results = queues.results().url();
    List<Message> taken =
        sqs.receiveMessage(
                receive -> receive.queueUrl(results).maxNumberOfMessages(BATCH).waitTimeSeconds(1))
            .messages();
    for (Message result : taken) {
      demandWrapped(result.body());
      sqs.deleteMessage(delete -> delete.queueUrl(results).receiptHandle(result.receiptHandle()));
    }
    return taken.size();
  }

  private void demandWrapped(String sealed) throws IOException {
    WrapResult result;
    try {
      result = SignedMessage.verify(MessageType.WRAP_RESULT, sealed, agent);
    } catch (RejectedMessageException e) {
      throw new IOException("expected the agent's results only", e);
    }
    if (!(result.outcome() instanceof WrappedKey)) {
      throw new IOException("expected a wrapped key, found " + result.outcome());
    }
  }
}
