package io.keyferry.infra;

import io.keyferry.infra.settings.SettingsException;
import io.keyferry.infra.stack.ServedPartitions;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The CDK app that deploys the cloud half. Runs in the folder {@code infra-cdk}, started by the CDK
 * CLI or alone.
 */
public final class InfraApp {

  static final int OK = 0;
  static final int NOT_SYNTHESIZED = 1;
  static final int USAGE = 2;

  private static final String SETTINGS = "--settings";

  private final Path folder;
  private final Map<String, String> environment;
  private final PrintStream err;

  InfraApp(Path folder, Map<String, String> environment, PrintStream err) {
    this.folder = folder;
    this.environment = environment;
    this.err = err;
  }

  /**
   * Synthesizes into {@code cdk.out}, or where the CDK CLI says.
   *
   * @param args {@code [--settings FILE] [DIR]}: other settings than the deployment's, and the
   *     output folder if the CDK CLI names none
   */
  public static void main(String[] args) {
    int status = new InfraApp(Path.of(""), System.getenv(), System.err).run(List.of(args));
    if (status != OK) {
      System.exit(status);
    }
  }

  /** Returns the exit code. */
  int run(List<String> arguments) {
    boolean named = arguments.size() > 1 && arguments.getFirst().equals(SETTINGS);
    List<String> rest = named ? arguments.subList(2, arguments.size()) : arguments;
    if (rest.size() > 1 || rest.contains(SETTINGS)) {
      err.println(
          "infra-cdk: expected [--settings FILE] [DIR], found '"
              + String.join(" ", arguments)
              + "'");
      return USAGE;
    }
    Optional<String> misplaced =
        named ? Optional.empty() : region().flatMap(ServedPartitions::fault);
    if (misplaced.isPresent()) {
      err.println("infra-cdk: " + misplaced.get());
      return USAGE;
    }
    Path jar = folder.resolve("../cloud-lambda/target/keyferry-lambda.jar");
    if (!Files.isRegularFile(jar)) {
      err.println("infra-cdk: no " + jar.normalize() + ": './keyferry synth' builds it");
      return USAGE;
    }
    Synthesis synthesis = new Synthesis(jar, outputFolder(rest));
    try {
      SettingsSource source = new SettingsSource(folder, environment, InstantSource.system());
      SettingsSource.Loaded loaded =
          named ? source.load(arguments.get(1)) : source.load(synthesis::context);
      loaded.warning().ifPresent(err::println);
      return report(synthesis.synthesize(loaded.settings()));
    } catch (SettingsException e) {
      err.println("infra-cdk: " + e.getMessage());
      return USAGE;
    }
  }

  /** The Region from the CDK CLI, else from the AWS CLI's variables, if any. */
  private Optional<String> region() {
    return Stream.of("CDK_DEFAULT_REGION", "AWS_REGION", "AWS_DEFAULT_REGION")
        .map(environment::get)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The CDK CLI names its folder in a variable that the app itself reads. */
  private Optional<Path> outputFolder(List<String> arguments) {
    return environment.containsKey("CDK_OUTDIR")
        ? Optional.empty()
        : Optional.of(folder.resolve(arguments.isEmpty() ? "cdk.out" : arguments.getFirst()));
  }

  private int report(List<String> findings) {
    findings.forEach(finding -> err.println("infra-cdk: " + finding));
    return findings.isEmpty() ? OK : NOT_SYNTHESIZED;
  }
}
