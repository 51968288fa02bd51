package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.ConfigOption;
import io.keyferry.agent.cli.option.LogTarget;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.HsmConfig;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.identity.Enrollment;
import io.keyferry.agent.job.identity.TokenSigner;
import io.keyferry.agent.login.AuditedLogin;
import io.keyferry.agent.login.PinException;
import io.keyferry.agent.login.PinLatch;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.model.value.VerificationKey;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds or generates the agent's signing key in the token. */
@Command(
    name = "enrol",
    description = {
      "Finds or generates the agent's signing key (EC P-256, not extractable) in the token.",
      "Prints its public key as PEM, then as JWK on one line, then its thumbprint."
    })
final class EnrolCommand implements Callable<Integer> {

  private enum Format {
    PEM,
    JWK
  }

  private final TokenOpener opener;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--format",
      paramLabel = "pem|jwk",
      description = "Prints only the public key, in this format.")
  private Optional<Format> format = Optional.empty();

  EnrolCommand(TokenOpener opener) {
    this.opener = opener;
  }

  @Override
  public Integer call() throws ConfigurationException, HsmException, PinException, AuditException {
    LogTarget.standardError();
    HsmConfig agent = config.readHsm();
    VerificationKey key;
    try (AuditLog log = AuditLog.open(agent.audit(), Clock.systemUTC());
        Token token =
            AuditedLogin.open(opener, agent.token(), log, PinLatch.of(agent.audit()), "enrol");
        TokenSession session = token.openSession()) {
      key = enrol(session, agent.agent().keyLabel(), log);
    }
    PrintWriter out = spec.commandLine().getOut();
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

  private static VerificationKey enrol(TokenSession session, String label, AuditLog log)
      throws HsmException, AuditException {
    TokenSigner signer = TokenSigner.of(session, session.agentKeys().findOrGenerate(label));
    VerificationKey key = signer.verificationKey();
    Enrollment.write(log, label, key);
    log.signHead(signer);
    return key;
  }
}
