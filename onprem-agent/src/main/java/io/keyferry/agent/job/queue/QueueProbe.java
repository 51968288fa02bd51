package io.keyferry.agent.job.queue;

import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Finds out whether the agent may use its queues, by calls that must fail for another reason than a
 * missing permission: no message is received, hidden, deleted or sent.
 *
 * <p>A receive is not tried. Whatever its parameters, one that succeeds counts as a delivery, and
 * after some of them SQS takes a job for one that nobody can work.
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

  /** What came of a call. */
  public enum Answer {
    /** Refused for the flaw that was put into it, so neither queue nor permission is missing. */
    ALLOWED,
    /** Refused for want of a permission. */
    DENIED,
    /** There is no such queue. */
    NO_QUEUE,
    /** No answer, or one from which nothing follows. */
    FAILED
  }

  /**
   * An answer.
   *
   * @param text what SQS or the SDK said
   */
  public record Reply(Answer answer, String text) {}

  private static final String NO_SUCH_RECEIPT = "keyferry-doctor-no-such-receipt";
  private static final String BODY = "keyferry doctor: without a message group SQS takes it not";

  /** Those of a receipt that is none, and of a FIFO message without a group. */
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
   * A probe of these queues.
   *
   * @param clock is told the time of every answer
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
        // AWS itself may answer so: that nothing is left to be done.
        case DELETE_JOB, HIDE_JOB -> new Reply(Answer.ALLOWED, "accepted");
        case SEND_RESULT ->
            new Reply(Answer.FAILED, "took a message without a group: not a FIFO queue of SQS");
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
