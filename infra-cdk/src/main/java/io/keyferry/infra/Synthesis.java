package io.keyferry.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.keyferry.infra.settings.Settings;
import io.keyferry.infra.stack.KeyFerryStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.cxapi.CloudAssembly;

/** Makes the template, and checks it with cdk-nag and against the limits of AWS. */
final class Synthesis {

  private final Path jar;
  private final Optional<Path> output;
  private @Nullable App app;

  /**
   * @param jar with the functions
   * @param output absent if the CDK CLI names it
   */
  Synthesis(Path jar, Optional<Path> output) {
    this.jar = jar;
    this.output = output;
  }

  /** A value of the context that the CDK CLI passed. */
  @Nullable Object context(String key) {
    return app().getNode().tryGetContext(key);
  }

  /** Returns what is wrong with the template: the findings that are not accepted with a reason. */
  List<String> synthesize(Settings settings) {
    App all = app();
    return synthesize(all, new KeyFerryStack(all, settings, jar));
  }

  static List<String> synthesize(App app, Stack stack) {
    Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).reports(false).build());
    CloudAssembly assembly = app.synth();
    return Stream.concat(
            Findings.in(Path.of(assembly.getDirectory()), stack.getArtifactId()).stream(),
            TemplateLimits.exceeded(template(assembly, stack)).stream())
        .toList();
  }

  private static JsonNode template(CloudAssembly assembly, Stack stack) {
    Path file = Path.of(assembly.getDirectory(), stack.getTemplateFile());
    try {
      return new JsonMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private App app() {
    App present = app;
    if (present == null) {
      App.Builder builder =
          App.Builder.create()
              // A template has nothing that depends on the machine.
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
