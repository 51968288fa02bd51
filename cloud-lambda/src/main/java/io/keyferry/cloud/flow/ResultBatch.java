package io.keyferry.cloud.flow;

import io.keyferry.cloud.event.SqsBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges every message of a batch on its own. One that is refused does not take the later ones of
 * its group with it, or a forger could carry a true result into the dead-letter queue.
 */
public final class ResultBatch {

  private final ResultHandling results;
  private final ResultQueue queue;

  /**
   * Batches of one queue.
   *
   * @param queue where the messages came from
   */
  public ResultBatch(ResultHandling results, ResultQueue queue) {
    this.results = results;
    this.queue = queue;
  }

  /** Handles the batch and gives the messages that must stay in the queue. */
  public List<SqsBatch.Message> handle(SqsBatch batch, Run run) {
    List<SqsBatch.Message> kept = new ArrayList<>();
    for (SqsBatch.Message message : batch.messages()) {
      if (!handle(message, run)) {
        kept.add(message);
      }
    }
    return kept;
  }

  private boolean handle(SqsBatch.Message message, Run run) {
    if (!run.allows(Duration.ZERO)) {
      return keep(message, run, FlowLog.Level.WARN, "not looked at: no time left");
    }
    try {
      return switch (results.handle(message.body(), run)) {
        case Verdict.Done() -> true;
        case Verdict.Again(String reason) ->
            keep(message, run, FlowLog.Level.WARN, "left for another delivery: " + reason);
        case Verdict.Rejected(String reason) -> {
          // SQS counts deliveries: the sooner they are used up, the sooner its group is free again.
          release(message, run);
          yield keep(message, run, FlowLog.Level.ERROR, "rejected: " + reason);
        }
      };
    } catch (RuntimeException e) {
      return keep(message, run, FlowLog.Level.ERROR, "left for another delivery: " + e);
    }
  }

  private void release(SqsBatch.Message message, Run run) {
    try {
      queue.release(message);
    } catch (RuntimeException e) {
      keep(message, run, FlowLog.Level.WARN, "delivered again only after its time: " + e);
    }
  }

  private static boolean keep(SqsBatch.Message message, Run run, FlowLog.Level level, String what) {
    run.log().line(level, "message " + message.messageId() + " " + what);
    return false;
  }
}
