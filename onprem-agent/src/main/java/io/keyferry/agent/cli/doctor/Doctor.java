package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.evidence.log.AuditException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Runs every check, the cheap and harmless ones first. */
public final class Doctor {

  private Doctor() {}

  private static List<Check> contents() {
    return List.of(
        new ConfigurationCheck(),
        new FilesCheck(),
        new LunaClientCheck(),
        new LibraryCheck(),
        new TokenCheck(),
        new PinStateCheck(),
        new AuditLogCheck(),
        new LoginCheck(),
        new MechanismsCheck(),
        new WrappingCheck(),
        new KeyKindsCheck(),
        new RoomCheck(),
        new AgentKeyCheck(),
        new AuditChainCheck(),
        new CloudKeyCheck(),
        new NetworkCheck(),
        new CredentialsCheck(),
        QueueCheck.jobs(),
        QueueCheck.results(),
        new ClockCheck(),
        new PolicyCheck());
  }

  /**
   * Looks at everything. At most one login is made.
   *
   * @throws AuditException if what was written to the audit log could not be kept
   */
  public static Diagnosis examine(DoctorInputs surroundings, InstantSource clock)
      throws AuditException {
    List<Diagnosis.Line> lines = new ArrayList<>();
    try (CheckContext visit = new CheckContext(surroundings, clock)) {
      for (Check check : contents()) {
        lines.add(new Diagnosis.Line(check.name(), finding(check, visit)));
      }
    }
    return new Diagnosis(lines);
  }

  private static Finding finding(Check check, CheckContext visit) {
    try {
      return check.look(visit);
    } catch (PrerequisiteMissing e) {
      return new Finding.Skipped(e.reason());
    } catch (HsmException e) {
      return new Finding.Failed(String.valueOf(e.getMessage()), check.cure(visit));
    }
  }
}
