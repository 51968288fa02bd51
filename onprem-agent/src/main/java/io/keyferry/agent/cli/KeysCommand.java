package io.keyferry.agent.cli;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.audit.AuditLog;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the token's keys. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    versionProvider = AgentVersion.class,
    description =
        "Lists the secret and private keys of the token: label, CKA_ID, kind, check value, attributes. Changes nothing.")
final class KeysCommand implements Callable<Integer> {

  private final TokenOpener opener;
  private final PrintWriter out;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  KeysCommand(TokenOpener opener, PrintWriter out) {
    this.opener = opener;
    this.out = out;
  }

  @Override
  public Integer call() throws ConfigurationException, HsmException, PinException, AuditException {
    LogTarget.standardError();
    HsmConfig agent = config.readHsm();
    try (AuditLog log = AuditLog.open(agent.audit(), Clock.systemUTC());
        Token token =
            AuditedLogin.open(opener, agent.token(), log, PinLatch.of(agent.audit()), "keys");
        TokenSession session = token.openSession()) {
      List<HsmKey> keys =
          session.list().stream()
              .sorted(Comparator.comparing(HsmKey::label).thenComparing(key -> key.id().hex()))
              .toList();
      KeyList list = new KeyList(token.identity(), keys);
      out.println(json ? list.json() : list.text());
    }
    return 0;
  }
}
