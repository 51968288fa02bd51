package io.keyferry.local.lambda;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Lambda's event source mapping for SQS: polls a queue, invokes the function with each batch of
 * messages, and deletes them unless the function fails. Otherwise they become visible again after
 * their visibility timeout. Faults are written to the function's log.
 */
public final class EventSourceMapping implements AutoCloseable {

  private final EventSource source;
  private final SqsClient sqs;
  private final FunctionProcess function;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ReentrantLock delivering = new ReentrantLock();
  private final Thread thread;

  private EventSourceMapping(EventSource source, SqsClient sqs, FunctionProcess function) {
    this.source = source;
    this.sqs = sqs;
    this.function = function;
    this.thread = Thread.ofVirtual().name("poll " + source.queueArn()).unstarted(this::poll);
  }

  /**
   * Starts polling.
   *
   * @param sqs its socket timeout must be longer than the source's wait time; it is not closed here
   */
  public static EventSourceMapping start(
      EventSource source, SqsClient sqs, FunctionProcess function) {
    EventSourceMapping mapping = new EventSourceMapping(source, sqs, function);
    mapping.thread.start();
    return mapping;
  }

  /** Stops polling, after the batch in progress. */
  @Override
  public void close() {
    closed.countDown();
    delivering.lock();
    try {
      // The thread waits for SQS or for the end of a pause, never for the function.
      thread.interrupt();
    } finally {
      delivering.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll() {
    Duration pause = source.minPause();
    try {
      while (closed.getCount() > 0) {
        if (deliverOnce()) {
          pause = source.minPause();
        } else {
          boolean ended = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
          pause = ended ? pause : source.longer(pause);
        }
      }
    } catch (InterruptedException e) {
      // Only close() interrupts: messages that are not deleted yet are delivered again.
      Thread.currentThread().interrupt();
    }
  }

  /** False if something failed, so that a pause follows. */
  private boolean deliverOnce() throws InterruptedException {
    try {
      List<Message> messages = receive();
      if (messages.isEmpty()) {
        return true;
      }
      delivering.lock();
      try {
        return deliver(messages);
      } finally {
        delivering.unlock();
      }
    } catch (SdkException e) {
      if (closed.getCount() > 0) {
        report("SQS: " + e.getMessage());
      }
      return false;
    }
  }

  private List<Message> receive() {
    return sqs.receiveMessage(request ->
            request
                .queueUrl(source.queueUrl())
                .maxNumberOfMessages(source.batchSize())
                .waitTimeSeconds((int) source.waitTime().toSeconds())
                .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                .messageAttributeNames("All"))
        .messages();
  }

  private boolean deliver(List<Message> messages) throws InterruptedException {
    InvocationResult result = function.invoke(SqsEvent.of(messages, source)).result();
    if (result instanceof InvocationResult.Failed(String error)) {
      report("function error " + error);
      return false;
    }
    for (Message message : messages) {
      sqs.deleteMessage(
          request -> request.queueUrl(source.queueUrl()).receiptHandle(message.receiptHandle()));
    }
    return true;
  }

  private void report(String fault) {
    function
        .log()
        .platform(
            "eventSourceMapping",
            Json.object().put("eventSourceARN", source.queueArn()).put("fault", fault));
  }
}
