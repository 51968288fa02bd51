package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.cloud.event.SqsMessage;
import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Receives an agent's result from SQS, sends the wrapped key to KMS and completes the import
 * record. It throws to have the message delivered again; SQS moves a message that was delivered too
 * often to the dead-letter queue.
 */
public final class CompleteImport implements RequestStreamHandler {

  private final InstantSource clock;
  private final BiFunction<String, Run, Verdict> results;
  private final Consumer<SqsMessage> release;

  /** Called by Lambda, once for each instance. */
  public CompleteImport() {
    this(new Environment(System.getenv()));
  }

  private CompleteImport(Environment environment) {
    var settings = Settings.in(environment);
    var queue = environment.resultsQueueUrl();
    environment.refuseIfFaulty();
    Wiring wiring = new Wiring(settings.get(), new AwsClients(settings.get().function().region()));
    this.clock = InstantSource.system();
    this.results = wiring.results()::handle;
    this.release = wiring.release(queue.get());
  }

  /**
   * A handler with the given parts.
   *
   * @param release lets SQS deliver a message again at once, or move it to the dead-letter queue
   */
  CompleteImport(
      InstantSource clock, BiFunction<String, Run, Verdict> results, Consumer<SqsMessage> release) {
    this.clock = clock;
    this.results = results;
    this.release = release;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    LambdaRun.handle(
        context,
        clock,
        run -> {
          handle(SqsMessage.read(input), run);
          output.write("{}".getBytes(StandardCharsets.UTF_8));
        });
  }

  private void handle(SqsMessage message, Run run) {
    switch (verdict(message, run)) {
      case Verdict.Done() -> {}
      case Verdict.Again(String reason) ->
          throw again(message, run, FlowLog.Level.WARN, "left for another delivery: " + reason);
      case Verdict.Rejected(String reason) -> {
        // SQS counts deliveries: the sooner they are used up, the sooner the message group is free
        // again.
        release(message, run);
        throw again(message, run, FlowLog.Level.ERROR, "rejected: " + reason);
      }
    }
  }

  /**
   * If KMS is throttled or needs some minutes, that is no error until the deliveries are used up.
   */
  private Verdict verdict(SqsMessage message, Run run) {
    try {
      return results.apply(message.body(), run);
    } catch (KmsUnavailableException e) {
      return new Verdict.Again(String.valueOf(e.getMessage()));
    }
  }

  private void release(SqsMessage message, Run run) {
    try {
      release.accept(message);
    } catch (RuntimeException e) {
      run.log()
          .line(
              FlowLog.Level.WARN,
              "message %s is delivered again only after its visibility timeout: %s"
                  .formatted(message.messageId(), e));
    }
  }

  private static NotDoneException again(
      SqsMessage message, Run run, FlowLog.Level level, String what) {
    String text = "message " + message.messageId() + " " + what;
    run.log().line(level, text);
    return new NotDoneException(text);
  }
}
