package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Settings;
import io.keyferry.model.deployment.EventSourceSpec;
import io.keyferry.model.deployment.FunctionSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.EventSourceMapping;
import software.constructs.Construct;

/** The four functions, all in one jar. */
final class Functions extends Construct {

  private final List<KeyFerryFunction> all;

  Functions(Construct scope, Path jar, Settings settings, FunctionPolicies may, Environments with) {
    super(scope, "Functions");
    var common = new KeyFerryFunction.Common(Code.fromAsset(jar.toString()), settings, with);
    this.all =
        List.of(
            new KeyFerryFunction(
                this, FunctionSpec.REQUEST_IMPORT, common, may.request(), may.requestWildcards()),
            new KeyFerryFunction(
                this,
                FunctionSpec.COMPLETE_IMPORT,
                common,
                may.complete(),
                may.completeWildcards()),
            new KeyFerryFunction(this, FunctionSpec.READ_IMPORTS, common, may.read(), Map.of()),
            new KeyFerryFunction(
                this, FunctionSpec.RESUME_IMPORTS, common, may.resume(), may.requestWildcards()));
    resume()
        .function()
        .configureAsyncInvoke(
            EventInvokeConfigOptions.builder()
                // The next run follows anyway.
                .retryAttempts(0)
                // While one task runs, the other waits.
                .maxEventAge(Duration.hours(1))
                .build());
  }

  /** Makes Lambda pass results to CompleteImport. */
  void completes(FifoQueue results) {
    EventSourceMapping.Builder.create(this, "ResultsToCompleteImport")
        .target(of(EventSourceSpec.RESULTS.target()).function())
        .eventSourceArn(results.arn())
        .batchSize(EventSourceSpec.RESULTS.batchSize())
        .maxConcurrency(EventSourceSpec.RESULTS.maximumConcurrency())
        .build();
  }

  KeyFerryFunction of(FunctionSpec spec) {
    return all.stream().filter(function -> function.spec().equals(spec)).findFirst().orElseThrow();
  }

  KeyFerryFunction resume() {
    return of(FunctionSpec.RESUME_IMPORTS);
  }

  List<KeyFerryFunction> callingKms() {
    return all.stream()
        .filter(function -> !function.spec().equals(FunctionSpec.READ_IMPORTS))
        .toList();
  }

  List<KeyFerryFunction> all() {
    return all;
  }
}
