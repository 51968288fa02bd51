package io.keyferry.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.keyferry.infra.settings.Settings;
import io.keyferry.infra.stack.KeyFerryStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;

/** Makes the template, and has cdk-nag look at it. */
final class Synthesis {

  private final Path jar;
  private final Optional<Path> output;
  private @Nullable App app;

  /**
   * @param jar with the functions
   * @param output absent where the CDK CLI says it
   */
  Synthesis(Path jar, Optional<Path> output) {
    this.jar = jar;
    this.output = output;
  }

  /** A value of the context that the CDK CLI handed over. */
  @Nullable Object context(String key) {
    return app().getNode().tryGetContext(key);
  }

  /** Answers what is wrong with the template: findings that nobody gave a reason to leave. */
  List<String> synthesize(Settings settings) {
    App all = app();
    return synthesize(all, new KeyFerryStack(all, settings, jar));
  }

  static List<String> synthesize(App app, Stack stack) {
    Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).reports(false).build());
    Path assembly = Path.of(app.synth().getDirectory());
    return Findings.in(assembly, stack.getArtifactId());
  }

  private App app() {
    App present = app;
    if (present == null) {
      App.Builder builder =
          App.Builder.create()
              // What differs from machine to machine is in no template.
              .analyticsReporting(false)
              .stackTraces(false)
              .treeMetadata(false)
              .context(Map.of("aws:cdk:disable-creation-stack-traces", true));
      output.map(Path::toString).ifPresent(builder::outdir);
      present = builder.build();
      app = present;
    }
    return present;
  }
}
