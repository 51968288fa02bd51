package io.keyferry.agent.job.queue;

import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Checks whether the agent may use its queues, with calls that must fail for a reason other than a
 * missing permission: no message is received, hidden, deleted or sent.
 *
 * <p>A receive is not tried. Whatever its parameters, a successful one counts as a delivery, and
 * after some of them SQS moves the job to the dead-letter queue.
 */
public final class QueueProbe implements AutoCloseable {

  /** A call that the agent must be allowed to make. */
  public enum Permission {
    /** {@code sqs:DeleteMessage} on the jobs queue. */
    DELETE_JOB("DeleteMessage"),
    /** {@code sqs:ChangeMessageVisibility} on the jobs queue. */
    HIDE_JOB("ChangeMessageVisibility"),
    /** {@code sqs:SendMessage} on the results queue. */
    SEND_RESULT("SendMessage");

    private final String call;

    Permission(String call) {
      this.call = call;
    }

    /** The name of the call in SQS and in IAM. */
    public String call() {
      return call;
    }
  }

  /** The outcome of a call. */
  public enum Answer {
    /** Refused for its deliberate flaw, so neither the queue nor the permission is missing. */
    ALLOWED,
    /** Refused for a missing permission. */
    DENIED,
    /** The queue does not exist. */
    NO_QUEUE,
    /** No response, or an inconclusive one. */
    FAILED
  }

  /**
   * The outcome and its text.
   *
   * @param text from SQS or the SDK
   */
  public record Reply(Answer answer, String text) {}

  private static final String NO_SUCH_RECEIPT = "keyferry-doctor-no-such-receipt";
  private static final String BODY =
      "keyferry doctor: SQS does not accept this without a message group";

  /** The errors for an invalid receipt, and for a FIFO message without a group. */
  private static final Set<String> FLAW_FOUND =
      Set.of(
          "ReceiptHandleIsInvalid",
          "InvalidParameterValue",
          "InvalidParameterValueException",
          "InvalidIdFormat",
          "MissingParameter",
          "MissingRequiredParameterException");

  private final SqsClient sqs;
  private final ObservedCredentialsProvider credentials;
  private final CloudSettings cloud;

  private QueueProbe(SqsClient sqs, ObservedCredentialsProvider credentials, CloudSettings cloud) {
    this.sqs = sqs;
    this.credentials = credentials;
    this.cloud = cloud;
  }

  /**
   * Returns a probe of these queues.
   *
   * @param clock receives the time of every response
   */
  public static QueueProbe of(CloudSettings cloud, ServerClock clock) {
    ObservedCredentialsProvider credentials = ObservedCredentialsProvider.ofTheDefaultChain();
    return new QueueProbe(
        SqsBeans.client(cloud, credentials, clock, new QueueCalls()), credentials, cloud);
  }

  /** Makes the call. */
  public Reply ask(Permission permission) {
    try {
      call(permission);
      return switch (permission) {
        // AWS itself may accept the call, meaning that there is nothing to do.
        case DELETE_JOB, HIDE_JOB -> new Reply(Answer.ALLOWED, "accepted");
        case SEND_RESULT ->
            new Reply(Answer.FAILED, "accepted a message without a group: not an SQS FIFO queue");
      };
    } catch (SqsException e) {
      String code = String.valueOf(e.awsErrorDetails().errorCode());
      return new Reply(answer(code), code);
    } catch (SdkException e) {
      return new Reply(Answer.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void call(Permission permission) {
    String jobs = cloud.jobsQueueUrl().toString();
    switch (permission) {
      case DELETE_JOB ->
          sqs.deleteMessage(call -> call.queueUrl(jobs).receiptHandle(NO_SUCH_RECEIPT));
      case HIDE_JOB ->
          sqs.changeMessageVisibility(
              call -> call.queueUrl(jobs).receiptHandle(NO_SUCH_RECEIPT).visibilityTimeout(0));
      case SEND_RESULT ->
          sqs.sendMessage(
              call -> call.queueUrl(cloud.resultsQueueUrl().toString()).messageBody(BODY));
    }
  }

  private static Answer answer(String code) {
    String lower = code.toLowerCase(Locale.ROOT);
    if (lower.contains("accessdenied")) {
      return Answer.DENIED;
    }
    if (lower.contains("queuedoesnotexist") || lower.contains("nonexistentqueue")) {
      return Answer.NO_QUEUE;
    }
    return FLAW_FOUND.contains(code) ? Answer.ALLOWED : Answer.FAILED;
  }

  @Override
  public void close() {
    sqs.close();
    credentials.close();
  }
}
