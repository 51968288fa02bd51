package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import io.keyferry.cloud.flow.Run;
import java.time.InstantSource;

/** One invocation, as Lambda's context describes it. */
final class LambdaRun {

  private LambdaRun() {}

  static Run of(Context context, InstantSource clock) {
    return new Run(
        context.getAwsRequestId(),
        clock,
        clock.instant().plusMillis(context.getRemainingTimeInMillis()),
        new LambdaLog(context.getLogger()));
  }
}
