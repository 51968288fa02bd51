package io.keyferry.local.cli;

import io.keyferry.local.Layout;
import io.keyferry.local.bench.LambdaBench;
import io.keyferry.model.VerificationKey;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./keyferry bench}, as far as it measures what runs. */
@Command(name = "bench", description = "Measures.", mixinStandardHelpOptions = true)
final class BenchCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "lambda",
      description = "Measures the cold start of each function beside that of an empty one.",
      mixinStandardHelpOptions = true)
  int lambda(
      @Option(
              names = "--rounds",
              defaultValue = "7",
              paramLabel = "N",
              description = "How many cold starts of each.")
          int rounds)
      throws Exception {
    if (rounds < 1 || rounds > 100) {
      throw new ParameterException(
          spec.commandLine(), "expected --rounds between 1 and 100, found " + rounds);
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    VerificationKey agent =
        VerificationKey.of((ECPublicKey) generator.generateKeyPair().getPublic());
    new LambdaBench(Layout.ofSystemProperty(), rounds, spec.commandLine().getOut()).run(agent);
    return 0;
  }
}
