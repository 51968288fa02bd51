package io.keyferry.local.cli;

import io.keyferry.local.Layout;
import io.keyferry.local.agent.AgentPolicy;
import io.keyferry.local.demo.Demo;
import io.keyferry.local.demo.DemoSettings;
import io.keyferry.local.run.KmsOfRun;
import io.keyferry.local.run.RunSettings;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code ./keyferry demo}. */
@Command(
    name = "demo",
    description =
        "Carries keys from a fresh PKCS#11 token into a local KMS and shows each step with its time.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final int MAX_PAIRS_AHEAD = 100;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private LocalStackOptions localStack = new LocalStackOptions();

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description =
          "How the key is wrapped: ${COMPLETION-CANDIDATES}. Default: RSAES_OAEP_SHA_256 on NSS,"
              + " RSAES_OAEP_SHA_1 on SoftHSM, which has no other OAEP.")
  private Optional<WrappingAlgorithm> algorithm = Optional.empty();

  @Option(
      names = "--keys",
      defaultValue = "1",
      paramLabel = "N",
      description = "The number of keys to import.")
  private int keys = 1;

  @Option(names = "--keep", description = "Keep the run's files (token, configuration, logs).")
  private boolean keep;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write figures and records to FILE as JSON.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--verbose",
      description = "Show whole lines, all attributes of the key, and the import record.")
  private boolean verbose;

  @Override
  public Integer call() throws InterruptedException {
    if (keys < 1 || keys > 1000) {
      throw new ParameterException(
          spec.commandLine(), "expected --keys between 1 and 1000, found " + keys);
    }
    report.ifPresent(this::demandFolder);
    Layout layout = Layout.ofSystemProperty();
    WrappingAlgorithm chosen = algorithm.orElse(defaultFor(options.token));
    int pairs = Math.min(keys, MAX_PAIRS_AHEAD);
    RunSettings run =
        new RunSettings(
            layout,
            layout.work("demo"),
            options.token(),
            new RunSettings.Agent(AgentPolicy.aes(List.of(chosen), WrappingKeySpec.RSA_4096), true),
            KmsOfRun.usual(),
            new RunSettings.KeyPairs(pairs, pairs),
            localStack.source(spec.commandLine()));
    PrintWriter out = spec.commandLine().getOut();
    boolean done = new Demo(new DemoSettings(run, chosen, keys, keep, report, verbose), out).run();
    return done ? 0 : 1;
  }

  /** Before the work, because its figures would be lost after it. */
  private void demandFolder(Path file) {
    Path folder = file.toAbsolutePath().resolveSibling("");
    if (!Files.isDirectory(folder) || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --report to name a file in a folder that exists and can be written, found "
              + file);
    }
  }

  static WrappingAlgorithm defaultFor(TokenKind token) {
    return switch (token) {
      case NSS -> WrappingAlgorithm.RSAES_OAEP_SHA_256;
      case SOFTHSM -> WrappingAlgorithm.RSAES_OAEP_SHA_1;
    };
  }
}
