package io.keyferry.agent.cli.doctor;

import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.evidence.log.AuditSettings;

/** Whether a line could be written to the audit log now. */
final class AuditLogCheck implements Check {

  @Override
  public String name() {
    return "audit log";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    AuditSettings settings = visit.hsm.get().audit();
    try {
      AuditLog log = AuditLog.open(settings, visit.clock);
      try {
        log.check();
      } catch (AuditException e) {
        log.close();
        throw e;
      }
      visit.audit.is(log);
      return new Finding.Passed("%s can be written".formatted(settings.directory()));
    } catch (AuditException e) {
      return new Finding.Failed(
          String.valueOf(e.getMessage()),
          "the directory must belong to the agent's user, with room on its disk; docs/audit-log.md");
    }
  }
}
