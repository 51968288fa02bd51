package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.cli.doctor.CheckContext.PrerequisiteMissing;
import io.keyferry.evidence.file.DiskFault;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditFault.Kind;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.evidence.log.AuditSettings;
import io.keyferry.evidence.log.AuditVerdict;
import io.keyferry.evidence.log.AuditVerifier;
import java.io.IOException;
import java.nio.file.Path;

/** The audit log. */
final class AuditChecks {

  private AuditChecks() {}

  /** Checks that a line can be written to the audit log. */
  static Finding log(CheckContext context) throws PrerequisiteMissing {
    AuditSettings settings = context.hsm.get().audit();
    try {
      AuditLog log = AuditLog.open(settings, context.clock);
      try {
        log.check();
      } catch (AuditException e) {
        log.close();
        throw e;
      }
      context.audit.is(log);
      return new Finding.Passed("%s can be written".formatted(settings.directory()));
    } catch (AuditException e) {
      return new Finding.Failed(
          String.valueOf(e.getMessage()),
          "the directory must belong to the agent's user and have free disk space; docs/audit-log.md");
    }
  }

  /** Verifies the audit log from its first line with the agent's key in the token. */
  static Finding chain(CheckContext context) throws PrerequisiteMissing {
    Path directory = context.hsm.get().audit().directory();
    try {
      return switch (AuditVerifier.verifyPresent(directory, context.agentKey.get(), line -> {})) {
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
                "preserve the directory and find out who changed it; docs/audit-log.md");
      };
    } catch (IOException e) {
      return new Finding.Failed(
          "expected a readable audit log in %s, found %s".formatted(directory, DiskFault.words(e)),
          "correct owner and permissions");
    }
  }
}
