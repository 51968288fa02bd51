package io.keyferry.bench;

import io.keyferry.local.Layout;
import io.keyferry.local.grants.GrantReport;
import io.keyferry.local.grants.GrantTable;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code ./keyferry bench} runs, except mutation testing. */
@Command(name = "bench", description = "Measures.", mixinStandardHelpOptions = true)
public final class BenchMain {

  @Spec private CommandSpec spec = CommandSpec.create();

  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchMain()).execute(args));
  }

  @Command(
      name = "lambda",
      description = "Measures the cold start of each function beside that of an empty one.",
      mixinStandardHelpOptions = true)
  int lambda(
      @Option(
              names = "--rounds",
              defaultValue = "7",
              paramLabel = "N",
              description = "Cold starts of each function.")
          int rounds)
      throws Exception {
    demandBetween(1, rounds, 100, "--rounds");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    VerificationKey agent =
        VerificationKey.of((ECPublicKey) generator.generateKeyPair().getPublic());
    new LambdaBench(Layout.ofSystemProperty(), rounds, spec.commandLine().getOut()).run(agent);
    return 0;
  }

  @Command(
      name = "agent",
      description = "Measures start, memory and wraps per second beside a raw PKCS#11 loop.",
      mixinStandardHelpOptions = true)
  int agent(
      @Option(
              names = "--rounds",
              defaultValue = "5",
              paramLabel = "N",
              description = "Rounds, each with a fresh token, agent and loop (default: 5).")
          int rounds,
      @Option(
              names = "--imports",
              defaultValue = "400",
              paramLabel = "N",
              description = "Imports measured in each round (default: 400).")
          int imports)
      throws Exception {
    demandBetween(1, rounds, 100, "--rounds");
    demandBetween(10, imports, 10_000, "--imports");
    AgentFigures figures = new AgentBench(Layout.ofSystemProperty(), imports).run(rounds);
    spec.commandLine().getOut().println(figures.table());
    return 0;
  }

  @Command(
      name = "iam",
      description =
          "Shows, for each grant of the template, the end-to-end test that would fail without it,"
              + " from the calls that the last './keyferry test' recorded.",
      mixinStandardHelpOptions = true)
  int iam(
      @Option(
              names = "--calls",
              paramLabel = "DIR",
              description = "Recorded calls (default: those of the last './keyferry test').")
          Optional<Path> calls)
      throws IOException {
    Layout layout = Layout.ofSystemProperty();
    Path recorded = calls.orElse(layout.recordedCalls());
    GrantTable table = GrantTable.of(layout.template(), recorded);
    if (table.calls() == 0) {
      throw new ParameterException(
          spec.commandLine(),
          "expected recorded calls in %s, found none: run './keyferry test' first"
              .formatted(recorded));
    }
    GrantReport report = GrantReport.of(table);
    spec.commandLine().getOut().print(report.text());
    spec.commandLine().getOut().flush();
    return report.holds() ? 0 : 1;
  }

  private void demandBetween(int min, int found, int max, String option) {
    if (found < min || found > max) {
      throw new ParameterException(
          spec.commandLine(),
          "expected %s between %d and %d, found %d".formatted(option, min, max, found));
    }
  }
}
