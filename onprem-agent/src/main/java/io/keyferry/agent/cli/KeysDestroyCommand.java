package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.Confirmation;
import io.keyferry.agent.cli.option.HsmKeyNames;
import io.keyferry.agent.cli.option.LogTarget;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.HsmConfig;
import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.identity.TokenSigner;
import io.keyferry.agent.login.AuditedLogin;
import io.keyferry.agent.login.PinException;
import io.keyferry.agent.login.PinLatch;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.evidence.text.Printable;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.value.HsmKeyName;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Destroys one key that the agent generated. */
@Command(
    name = "destroy",
    description = {
      "Destroys a key in the token permanently. Asks for its CKA_ID as confirmation.",
      "Only a key that the agent generated, according to a signed line of the audit log; never the agent's signing key. Stop the agent first."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:destroyed", "1:failed or refused: the message says why", "2:wrong usage"})
final class KeysDestroyCommand implements Callable<Integer> {

  /** The key to destroy. */
  static final class Choice {

    @Option(
        names = "--cka-id",
        paramLabel = "HEX",
        required = true,
        converter = HsmKeyNames.ById.class,
        description = "The key with this CKA_ID.")
    private HsmKeyName.@Nullable Id id;

    @Option(
        names = "--label",
        paramLabel = "LABEL",
        required = true,
        converter = HsmKeyNames.ByLabel.class,
        description = "The one key with this label.")
    private HsmKeyName.@Nullable Label label;

    private HsmKeyName name() {
      return Optional.<HsmKeyName>ofNullable(id).or(() -> Optional.ofNullable(label)).orElseThrow();
    }
  }

  private final TokenOpener opener;
  @Spec private CommandSpec spec = CommandSpec.create();
  private final Confirmation confirmation;

  @ParentCommand private @Nullable KeysCommand keys;

  @ArgGroup(multiplicity = "1")
  private Choice choice = new Choice();

  @Option(
      names = "--yes-destroy",
      paramLabel = "HEX",
      description = "The key's CKA_ID, instead of typing it at a terminal.")
  private Optional<String> typed = Optional.empty();

  KeysDestroyCommand(TokenOpener opener, Confirmation confirmation) {
    this.opener = opener;
    this.confirmation = confirmation;
  }

  @Override
  public Integer call() throws ConfigurationException, HsmException, PinException, AuditException {
    LogTarget.standardError();
    HsmConfig agent = Objects.requireNonNull(keys).readHsm();
    try (AuditLog log = AuditLog.open(agent.audit(), Clock.systemUTC());
        Token token =
            AuditedLogin.open(
                opener, agent.token(), log, PinLatch.of(agent.audit()), "keys destroy");
        TokenSession session = token.openSession()) {
      return destroy(agent, log, session);
    }
  }

  private int destroy(HsmConfig agent, AuditLog log, TokenSession session)
      throws HsmException, AuditException {
    Optional<HsmKey> found = session.keys().look(choice.name());
    if (found.isEmpty()) {
      return refused("expected a key with %s, found none".formatted(choice.name().inWords()));
    }
    HsmKey key = found.get();
    Optional<AgentKey> own = session.agentKeys().find(agent.agent().keyLabel());
    MadeKeys made = MadeKeys.in(agent.audit().directory(), own);
    Optional<String> objection =
        DestructionRule.objection(key, own, agent.agent().keyLabel(), made);
    if (objection.isPresent()) {
      return refused(objection.get());
    }
    spec.commandLine().getOut().println(new KeyList.Entry(key, made.origin(key)).text());
    Optional<String> answer =
        typed.or(
            () -> confirmation.ask("This cannot be undone. Type the CKA_ID to destroy the key: "));
    if (answer.isEmpty()) {
      return refused(
          "expected a terminal to type the CKA_ID at, found none: pass --yes-destroy " + key.id());
    }
    if (!answer.get().equals(key.id().hex())) {
      return refused("expected the CKA_ID %s, found different text".formatted(key.id()));
    }
    destroy(key, log, session);
    log.signHead(TokenSigner.of(session, own.orElseThrow()));
    spec.commandLine().getOut().println("destroyed");
    return ExitCode.OK;
  }

  private static void destroy(HsmKey key, AuditLog log, TokenSession session)
      throws HsmException, AuditException {
    log.append(
        AuditEntry.of(
            AuditEvent.KEY_DESTRUCTION_ORDERED,
            Map.of("hsmKey", key.id().hex(), "label", key.label())));
    log.force();
    String outcome = "destroyed";
    try {
      session.keys().destroyFound(key);
    } catch (HsmException e) {
      outcome = String.valueOf(e.getMessage());
      throw e;
    } finally {
      log.append(
          AuditEntry.of(
              AuditEvent.KEY_DESTROYED, Map.of("hsmKey", key.id().hex(), "outcome", outcome)));
      log.force();
    }
  }

  private int refused(String reason) {
    spec.commandLine().getErr().println("nothing was destroyed: " + Printable.line(reason));
    return ExitCode.SOFTWARE;
  }
}
