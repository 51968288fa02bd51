package io.keyferry.agent.cli;

import io.keyferry.agent.cli.offline.ImportParameters;
import io.keyferry.agent.cli.offline.OfflineAudit;
import io.keyferry.agent.cli.offline.OfflineFileException;
import io.keyferry.agent.cli.offline.OfflineOrder;
import io.keyferry.agent.cli.offline.OfflineRecords;
import io.keyferry.agent.cli.offline.OfflineWrap;
import io.keyferry.agent.cli.offline.OrderRefusedException;
import io.keyferry.agent.cli.offline.OutputFiles;
import io.keyferry.agent.cli.offline.WrapReport;
import io.keyferry.agent.cli.option.AgentVersion;
import io.keyferry.agent.cli.option.ConfigOption;
import io.keyferry.agent.cli.option.KeyOption;
import io.keyferry.agent.cli.option.LogTarget;
import io.keyferry.agent.cli.option.ParametersOption;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.HsmConfig;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.login.AuditedLogin;
import io.keyferry.agent.login.PinException;
import io.keyferry.agent.login.PinLatch;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Wraps a key for KMS under a wrapping key from a file. */
@Command(
    name = "wrap",
    description = {
      "Wraps a key in the token under a wrapping key from the KMS console or the AWS CLI, for a manual import.",
      "Writes the wrapped key and a signed record next to it. Prints the remaining steps in AWS."
    })
final class WrapCommand implements Callable<Integer> {

  private final TokenOpener opener;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption config = new ConfigOption();

  @ArgGroup(multiplicity = "1", heading = "%nImport parameters from KMS:%n")
  private ParametersOption parameters = new ParametersOption();

  @ArgGroup(multiplicity = "1", heading = "%nThe key:%n")
  private KeyOption key = new KeyOption();

  @Option(
      names = "--algorithm",
      paramLabel = "ALGORITHM",
      description = {
        "The wrapping algorithm chosen at the download. By default the one in the zip's README, or RSAES_OAEP_SHA_256:",
        "${COMPLETION-CANDIDATES}."
      })
  private Optional<WrappingAlgorithm> algorithm = Optional.empty();

  @Option(
      names = "--key-spec",
      paramLabel = "SPEC",
      defaultValue = "SYMMETRIC_DEFAULT",
      description = {
        "The key spec of the KMS key, by default ${DEFAULT-VALUE}:",
        "${COMPLETION-CANDIDATES}."
      })
  private KeySpec keySpec = KeySpec.SYMMETRIC_DEFAULT;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The file for the wrapped key. Neither this file nor FILE.record.json may exist yet.")
  private Path file = Path.of("");

  WrapCommand(TokenOpener opener) {
    this.opener = opener;
  }

  @Override
  public Integer call()
      throws ConfigurationException,
          HsmException,
          PinException,
          AuditException,
          OrderRefusedException {
    LogTarget.standardError();
    HsmConfig agent = config.readHsm();
    try {
      OfflineOrder order = order();
      OfflineWrap.Done done = wrap(agent, order);
      spec.commandLine().getOut().println(WrapReport.text(order, done));
      return 0;
    } catch (OfflineFileException e) {
      throw EvidenceFiles.fault(e.file(), e.getMessage());
    }
  }

  /** Makes every check that does not need the HSM. */
  private OfflineOrder order() throws OfflineFileException, OrderRefusedException {
    ImportParameters given = parameters.read();
    OfflineOrder order =
        new OfflineOrder(
            given,
            key.choice(),
            keySpec,
            algorithm.or(given::algorithm).orElse(WrappingAlgorithm.RSAES_OAEP_SHA_256),
            OutputFiles.at(file),
            Clock.systemUTC().instant());
    order.check();
    order.files().check();
    order.warnings().forEach(spec.commandLine().getErr()::println);
    return order;
  }

  private OfflineWrap.Done wrap(HsmConfig agent, OfflineOrder order)
      throws HsmException,
          PinException,
          AuditException,
          OrderRefusedException,
          OfflineFileException {
    try (AuditLog log = AuditLog.open(agent.audit(), Clock.systemUTC())) {
      OfflineAudit audit = new OfflineAudit(log);
      audit.ordered(order);
      OfflineWrap offline =
          new OfflineWrap(
              new OfflineWrap.Settings(agent.agent().keyLabel(), agent.token().template()),
              new OfflineRecords(AgentVersion.software(), Clock.systemUTC()),
              log);
      try (Token token =
          AuditedLogin.open(opener, agent.token(), log, PinLatch.of(agent.audit()), "wrap")) {
        return offline.wrap(token, order);
      } catch (HsmException | PinException | OrderRefusedException | OfflineFileException e) {
        audit.failed(e);
        throw e;
      }
    }
  }
}
