package io.keyferry.acceptance.crash;

import io.keyferry.agent.job.queue.ResultQueue;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/** Wraps the real queue. */
@Singleton
final class CrashingResultQueue implements BeanCreatedEventListener<ResultQueue> {

  @Override
  public ResultQueue onCreated(BeanCreatedEvent<ResultQueue> event) {
    ResultQueue queue = event.getBean();
    return (key, sealed) -> {
      queue.send(key, sealed);
      CrashPoint.AFTER_SEND.reached();
    };
  }
}
