package io.keyferry.agent.job.queue;

import io.keyferry.agent.hsm.CallObserver;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Reports how long each call to SQS takes, including the SDK's retries. */
@Singleton
public final class QueueCalls implements ExecutionInterceptor {

  private static final ExecutionAttribute<Long> BEGUN = new ExecutionAttribute<>("keyferry.begun");

  private volatile CallObserver observer = CallObserver.NONE;

  /** Sets the observer of all further calls, replacing any other. */
  public void observe(CallObserver by) {
    observer = by;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(BEGUN, System.nanoTime());
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    observe(attributes, true);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    observe(attributes, false);
  }

  private void observe(ExecutionAttributes attributes, boolean succeeded) {
    observer.called(
        attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
        Duration.ofNanos(System.nanoTime() - attributes.getAttribute(BEGUN)),
        succeeded);
  }
}
