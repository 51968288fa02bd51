package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.EventSourceMapping;
import software.constructs.Construct;

/** The four functions, all of one jar. */
final class Functions extends Construct {

  static final String REQUEST = "keyferry-request-import";
  static final String COMPLETE = "keyferry-complete-import";
  static final String READ = "keyferry-read-imports";
  static final String RESUME = "keyferry-resume-imports";

  static final Duration COMPLETE_TIMEOUT = Duration.seconds(60);

  /** The HTTP API waits 30 seconds: the function is to answer before. */
  private static final Duration ANSWER_TIMEOUT = Duration.seconds(29);

  private static final Duration RESUME_TIMEOUT = Duration.minutes(5);

  /** As few as Lambda takes for a queue. */
  private static final int COMPLETIONS = 2;

  private final KeyFerryFunction request;
  private final KeyFerryFunction complete;
  private final KeyFerryFunction read;
  private final KeyFerryFunction resume;

  Functions(Construct scope, Path jar, Settings settings, FunctionPolicies may, Environments with) {
    super(scope, "Functions");
    Code code = Code.fromAsset(jar.toString());
    this.request =
        new KeyFerryFunction(
            this,
            new FunctionSpec(
                "RequestImport",
                REQUEST,
                ANSWER_TIMEOUT,
                5,
                with.toRequest(),
                may.request(),
                may.requestWildcards()),
            code,
            settings);
    this.complete =
        new KeyFerryFunction(
            this,
            new FunctionSpec(
                "CompleteImport",
                COMPLETE,
                COMPLETE_TIMEOUT,
                COMPLETIONS,
                with.toComplete(),
                may.complete(),
                may.completeWildcards()),
            code,
            settings);
    this.read =
        new KeyFerryFunction(
            this,
            new FunctionSpec(
                "ReadImports", READ, ANSWER_TIMEOUT, 5, with.toRead(), may.read(), Map.of()),
            code,
            settings);
    this.resume =
        new KeyFerryFunction(
            this,
            new FunctionSpec(
                "ResumeImports",
                RESUME,
                RESUME_TIMEOUT,
                // Two would take up the same imports, and one of them in vain.
                1,
                with.toRequest(),
                may.resume(),
                may.requestWildcards()),
            code,
            settings);
    resume
        .function()
        .configureAsyncInvoke(
            EventInvokeConfigOptions.builder()
                // The next run comes anyway.
                .retryAttempts(0)
                // While one task runs the other waits.
                .maxEventAge(Duration.hours(1))
                .build());
  }

  /** Has Lambda hand results to CompleteImport, each alone: none waits for another's KMS calls. */
  void completes(FifoQueue results) {
    EventSourceMapping.Builder.create(this, "ResultsToCompleteImport")
        .target(complete.function())
        .eventSourceArn(results.arn())
        .batchSize(1)
        .maxConcurrency(COMPLETIONS)
        .build();
  }

  KeyFerryFunction request() {
    return request;
  }

  KeyFerryFunction complete() {
    return complete;
  }

  KeyFerryFunction read() {
    return read;
  }

  KeyFerryFunction resume() {
    return resume;
  }

  List<KeyFerryFunction> callingKms() {
    return List.of(request, complete, resume);
  }

  List<KeyFerryFunction> all() {
    return List.of(request, complete, read, resume);
  }
}
