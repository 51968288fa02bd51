package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.cloud.aws.SqsResultQueue;
import io.keyferry.cloud.event.SqsBatch;
import io.keyferry.cloud.flow.ResultHandling;
import io.keyferry.cloud.flow.Run;
import io.keyferry.cloud.flow.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;

/** Takes one result of an agent from SQS; throws where the message must come again. */
public final class CompleteImport implements RequestStreamHandler {

  private final InstantSource clock = InstantSource.system();
  private final ResultHandling results;
  private final SqsResultQueue queue;

  /** Called by Lambda, once for each instance. */
  public CompleteImport() {
    Environment environment = new Environment(System.getenv());
    var told = Settings.in(environment);
    var url = environment.queueUrl("KEYFERRY_RESULTS_QUEUE_URL");
    environment.refuseIfFaulty();
    AwsClients clients = new AwsClients(told.get().region());
    this.results = new Wiring(told.get(), clients).results();
    this.queue = new SqsResultQueue(clients.sqs(), url.get());
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Run run = LambdaRun.of(context, clock);
    for (SqsBatch.Message message : SqsBatch.read(input).messages()) {
      switch (results.handle(message.body(), run)) {
        case Verdict.Done() -> {}
        case Verdict.Again(String reason) ->
            throw new IllegalStateException("left for another delivery: " + reason);
        case Verdict.Rejected(String reason) -> {
          queue.release(message);
          throw new IllegalStateException("rejected: " + reason);
        }
      }
    }
  }
}
