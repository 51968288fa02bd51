package io.keyferry.agent.cli;

import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.evidence.record.OfflineRecordVerifier;
import io.keyferry.evidence.record.RecordFile;
import io.keyferry.evidence.record.RecordVerdict;
import io.keyferry.evidence.record.RecordVerifier;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.value.Sha256;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies a ceremony record using only two public keys, or an offline record using one. */
@Command(
    name = "verify",
    description = {
      "Verifies a ceremony record: both signatures, and that the cloud's half and the agent's agree.",
      "Or verifies an offline record: the agent's signature.",
      "Needs no token, no PIN, no configuration and no network; changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every check holds",
      "1:a check fails: its line says what was expected and what was found",
      "2:a key or the record cannot be read"
    })
final class RecordVerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      description =
          "The record as compact JWS, the JSON answer of ReadImports for one import, or the file that wrap wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--cloud-key",
      paramLabel = "PEM",
      description =
          "The public half of the KMS key that signs jobs and records. Not for an offline record.")
  private Optional<Path> cloudKey = Optional.empty();

  @Option(
      names = "--agent-key",
      required = true,
      paramLabel = "PEM",
      description = "The agent's public key, as enrol prints it.")
  private Path agentKey = Path.of("");

  @Option(
      names = "--previous",
      paramLabel = "FILE",
      description = "The previous record, in either form, to check that this one follows it.")
  private Optional<Path> previous = Optional.empty();

  @Option(
      names = "--material",
      paramLabel = "FILE",
      description = "The wrapped key of an offline record, to check that the record names it.")
  private Optional<Path> material = Optional.empty();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws ConfigurationException {
    RecordFile record = EvidenceFiles.record(file);
    return record.isOffline() ? verifyOffline(record) : verifyCeremony(record);
  }

  private int verifyCeremony(RecordFile record) throws ConfigurationException {
    refuse(
        cloudKey.isEmpty(),
        "expected --cloud-key with a ceremony record, found none: pass the public half of the KMS key that signs records");
    refuse(
        material.isPresent(),
        "expected --material only with an offline record, found it with a ceremony record: omit it");
    Optional<RecordFile> before =
        previous.isPresent() ? Optional.of(EvidenceFiles.record(previous.get())) : Optional.empty();
    RecordVerdict<CeremonyRecord> verdict =
        RecordVerifier.verify(
            record, EvidenceFiles.key(cloudKey.orElseThrow()), EvidenceFiles.key(agentKey), before);
    RecordReport report = new RecordReport(verdict);
    return print(verdict.holds(), json ? report.json() : report.text());
  }

  private int verifyOffline(RecordFile record) throws ConfigurationException {
    refuse(
        cloudKey.isPresent() || previous.isPresent(),
        "expected a ceremony record, found an offline record, which only the agent signs and which has no predecessor: omit --cloud-key and --previous to verify it");
    Optional<Sha256> bytes =
        material.isPresent()
            ? Optional.of(EvidenceFiles.material(material.get()))
            : Optional.empty();
    RecordVerdict<OfflineRecord> verdict =
        OfflineRecordVerifier.verify(record, EvidenceFiles.key(agentKey), bytes);
    OfflineReport report = new OfflineReport(verdict);
    return print(verdict.holds(), json ? report.json() : report.text());
  }

  private int print(boolean holds, String report) {
    (holds || json ? spec.commandLine().getOut() : spec.commandLine().getErr()).println(report);
    return holds ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Which options are required depends on the content of the file. */
  private void refuse(boolean wrong, String sentence) throws ConfigurationException {
    if (wrong) {
      throw EvidenceFiles.fault(file, sentence);
    }
  }
}
