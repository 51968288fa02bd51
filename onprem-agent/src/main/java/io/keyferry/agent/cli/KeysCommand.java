package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.ConfigOption;
import io.keyferry.agent.cli.option.LogTarget;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.HsmConfig;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.login.AuditedLogin;
import io.keyferry.agent.login.PinException;
import io.keyferry.agent.login.PinLatch;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditLog;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the token's keys. */
@Command(
    name = "keys",
    synopsisSubcommandLabel = "[destroy]",
    description = {
      "Lists the secret and private keys of the token: label, CKA_ID, kind, check value, attributes. Changes nothing.",
      "For keys that the agent generated, also shows the KMS key and whether the key is an orphan, from the audit log."
    })
final class KeysCommand implements Callable<Integer> {

  private final TokenOpener opener;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  KeysCommand(TokenOpener opener) {
    this.opener = opener;
  }

  HsmConfig readHsm() throws ConfigurationException {
    return config.readHsm();
  }

  @Override
  public Integer call() throws ConfigurationException, HsmException, PinException, AuditException {
    LogTarget.standardError();
    HsmConfig agent = readHsm();
    try (AuditLog log = AuditLog.open(agent.audit(), Clock.systemUTC());
        Token token =
            AuditedLogin.open(opener, agent.token(), log, PinLatch.of(agent.audit()), "keys");
        TokenSession session = token.openSession()) {
      List<HsmKey> keys =
          session.keys().list().stream()
              .sorted(Comparator.comparing(HsmKey::label).thenComparing(key -> key.id().hex()))
              .toList();
      MadeKeys made =
          MadeKeys.in(
              agent.audit().directory(), session.agentKeys().find(agent.agent().keyLabel()));
      made.doubt()
          .ifPresent(doubt ->
              spec.commandLine().getErr().println("the origin of these keys is unknown: " + doubt));
      KeyList list = new KeyList(token.identity(), keys, made::origin);
      spec.commandLine().getOut().println(json ? list.json() : list.text());
    }
    return 0;
  }
}
