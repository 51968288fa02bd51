package io.keyferry.agent.cli;

import io.keyferry.agent.audit.record.RecordFile;
import io.keyferry.agent.audit.record.RecordVerdict;
import io.keyferry.agent.audit.record.RecordVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies a ceremony record with nothing but two public keys. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = AgentVersion.class,
    description = {
      "Verifies a ceremony record: both signatures, and that the cloud's half and the agent's say the same.",
      "Needs no token, no PIN, no configuration and no network; changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every check holds",
      "1:one does not: its line says what was expected and what was found",
      "2:a key or the record cannot be read: nothing is known"
    })
final class RecordVerifyCommand implements Callable<Integer> {

  private final PrintWriter out;
  private final PrintWriter err;

  @Parameters(
      paramLabel = "FILE",
      description = "The record as compact JWS, or the JSON answer of ReadImports for one import.")
  private Path file = Path.of("");

  @Option(
      names = "--cloud-key",
      required = true,
      paramLabel = "PEM",
      description = "The public half of the KMS key that signs jobs and records.")
  private Path cloudKey = Path.of("");

  @Option(
      names = "--agent-key",
      required = true,
      paramLabel = "PEM",
      description = "The agent's public key, as enrol prints it.")
  private Path agentKey = Path.of("");

  @Option(
      names = "--previous",
      paramLabel = "FILE",
      description = "The record before, in either form: whether this one follows it.")
  private Optional<Path> previous = Optional.empty();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  RecordVerifyCommand(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws ConfigurationException {
    RecordVerdict verdict = verify();
    RecordReport report = new RecordReport(verdict);
    if (json) {
      out.println(report.json());
    } else if (verdict.holds()) {
      out.println(report.text());
    } else {
      err.println(report.text());
    }
    return verdict.holds() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private RecordVerdict verify() throws ConfigurationException {
    RecordFile record = EvidenceFiles.record(file);
    Optional<RecordFile> before =
        previous.isPresent() ? Optional.of(EvidenceFiles.record(previous.get())) : Optional.empty();
    return RecordVerifier.verify(
        record, EvidenceFiles.key(cloudKey), EvidenceFiles.key(agentKey), before);
  }
}
