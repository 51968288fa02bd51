package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.cloud.event.SqsBatch;
import io.keyferry.cloud.flow.ResultBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;

/**
 * Takes the agent's results from SQS, hands the wrapped keys to KMS and finishes the records.
 * Answers a partial batch response: {@code {"batchItemFailures":[{"itemIdentifier":…}]}}.
 */
public final class CompleteImport implements RequestStreamHandler {

  private final InstantSource clock = InstantSource.system();
  private final ResultBatch results;

  /** Called by Lambda, once for each instance. */
  public CompleteImport() {
    Environment environment = new Environment(System.getenv());
    var told = Settings.in(environment);
    var queue = environment.queueUrl("KEYFERRY_RESULTS_QUEUE_URL");
    environment.refuseIfFaulty();
    Settings settings = told.get();
    this.results = new Wiring(settings, new AwsClients(settings.region())).results(queue.get());
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    SqsBatch batch = SqsBatch.read(input);
    output.write(SqsBatch.failures(results.handle(batch, LambdaRun.of(context, clock))));
  }
}
