package io.keyferry.agent.cli.doctor;

import io.keyferry.evidence.file.DiskFault;
import io.keyferry.evidence.log.AuditFault.Kind;
import io.keyferry.evidence.log.AuditVerdict;
import io.keyferry.evidence.log.AuditVerifier;
import java.io.IOException;
import java.nio.file.Path;

/** The audit log from its first line, with the agent's key as the token has it. */
final class AuditChainCheck implements Check {

  @Override
  public String name() {
    return "audit chain";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    Path directory = visit.hsm.get().audit().directory();
    try {
      return switch (AuditVerifier.verifyPresent(directory, visit.agentKey.get(), line -> {})) {
        case AuditVerdict.Holds log ->
            new Finding.Passed(
                "%d lines hold, signed up to line %d".formatted(log.lines(), log.signedSequence()));
        case AuditVerdict.Broken log when log.fault().kind() == Kind.NOTHING_SIGNED ->
            new Finding.Failed(
                log.fault().text(),
                "run keyferry-agent enrol, which signs the log for the first time");
        case AuditVerdict.Broken log ->
            new Finding.Failed(
                log.fault().text(),
                "keep the directory as it is and find out who changed it; docs/audit-log.md");
      };
    } catch (IOException e) {
      return new Finding.Failed(
          "expected an audit log in %s that can be read, found %s"
              .formatted(directory, DiskFault.words(e)),
          "correct owner and permissions");
    }
  }
}
