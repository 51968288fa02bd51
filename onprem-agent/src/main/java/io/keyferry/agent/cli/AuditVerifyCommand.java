package io.keyferry.agent.cli;

import io.keyferry.agent.config.AgentUser;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.evidence.file.DiskFault;
import io.keyferry.evidence.log.AuditVerdict;
import io.keyferry.evidence.log.AuditVerifier;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies an audit log using only the agent's public key. */
@Command(
    name = "verify",
    description = {
      "Verifies the audit log in a directory: no line changed, added, moved or missing up to the last signed head.",
      "Needs no token, no PIN, no configuration and no network; changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the log holds",
      "1:it does not: the message names the line",
      "2:the key or the log cannot be read"
    })
final class AuditVerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "The directory of the audit log, preceded by those of archived files.")
  private List<Path> directories = List.of();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "The agent's public key as PEM, as enrol prints it.")
  private Path key = Path.of("");

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws ConfigurationException {
    AuditReport report = new AuditReport(verify(EvidenceFiles.key(key)));
    if (json) {
      spec.commandLine().getOut().println(report.json());
    } else if (report.holds()) {
      spec.commandLine().getOut().println(report.text());
    } else {
      spec.commandLine().getErr().println(report.text());
    }
    return report.holds() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private AuditVerdict verify(VerificationKey agent) throws ConfigurationException {
    Path last = directories.getLast();
    try {
      for (Path directory : directories) {
        if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
          throw new NotDirectoryException(directory.toString());
        }
      }
      return AuditVerifier.verify(directories, agent);
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw EvidenceFiles.fault(
          last, "expected the directory of an audit log, found " + DiskFault.words(e));
    } catch (AccessDeniedException e) {
      directories.forEach(AgentUser::demand);
      throw EvidenceFiles.fault(
          last, "expected files that can be read, found " + DiskFault.words(e));
    } catch (IOException e) {
      throw EvidenceFiles.fault(
          last, "expected files that can be read, found " + DiskFault.words(e));
    }
  }
}
