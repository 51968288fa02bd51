package io.keyferry.cloud.flow;

import io.keyferry.cloud.event.SqsBatch;

/** The queue on which results come. */
public interface ResultQueue {

  /** Lets SQS deliver the message at once again, or move it to the dead-letter queue. */
  void release(SqsBatch.Message message);
}
