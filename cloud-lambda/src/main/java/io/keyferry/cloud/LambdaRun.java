package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import io.keyferry.cloud.event.UnavailableException;
import io.keyferry.cloud.kms.Run;
import java.io.IOException;
import java.time.InstantSource;

/** One invocation, as Lambda's context describes it. */
final class LambdaRun {

  /** What a handler does in an invocation. */
  @FunctionalInterface
  interface Body {
    void in(Run run) throws IOException;
  }

  private LambdaRun() {}

  /** Runs the body. An unexpected exception is logged, then thrown. */
  static void handle(Context context, InstantSource clock, Body body) throws IOException {
    LambdaLog log = LambdaLog.of(context, clock);
    try {
      body.in(
          new Run(
              context.getAwsRequestId(),
              clock,
              clock.instant().plusMillis(context.getRemainingTimeInMillis()),
              log));
    } catch (UnavailableException | NotDoneException e) {
      throw e;
    } catch (RuntimeException e) {
      log.unexpected(e);
      throw e;
    }
  }
}
