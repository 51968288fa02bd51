package io.keyferry.agent.cli;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.VerificationKey;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds or makes the agent's signing key in the token. */
@Command(
    name = "enrol",
    mixinStandardHelpOptions = true,
    versionProvider = AgentVersion.class,
    description = {
      "Finds the agent's own signing key (EC P-256, not extractable) in the token, or makes it.",
      "Prints its public key as PEM, then as JWK on one line, then its thumbprint."
    })
final class EnrolCommand implements Callable<Integer> {

  private enum Format {
    PEM,
    JWK
  }

  private final TokenOpener opener;
  private final PrintWriter out;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--format",
      paramLabel = "pem|jwk",
      description = "Prints only the public key, in this format.")
  private Optional<Format> format = Optional.empty();

  EnrolCommand(TokenOpener opener, PrintWriter out) {
    this.opener = opener;
    this.out = out;
  }

  @Override
  public Integer call() throws ConfigurationException, HsmException, PinException {
    LogTarget.standardError();
    AgentConfig agent = config.read();
    VerificationKey key;
    try (Token token = opener.open(agent.token());
        TokenSession session = token.openSession()) {
      String label = agent.agent().keyLabel();
      key = VerificationKey.of(session.findOrGenerateAgentKey(label).publicKey());
    }
    if (!format.equals(Optional.of(Format.JWK))) {
      out.print(key.pem());
    }
    if (!format.equals(Optional.of(Format.PEM))) {
      out.println(key.jwk());
    }
    if (format.isEmpty()) {
      out.println(key.thumbprint());
    }
    out.flush();
    return 0;
  }
}
