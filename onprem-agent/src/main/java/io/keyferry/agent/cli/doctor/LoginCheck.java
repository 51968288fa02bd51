package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.login.PinException;
import io.keyferry.evidence.log.AuditException;

/** One login, which a partition that wants activation refuses without it. */
final class LoginCheck implements Check {

  @Override
  public String name() {
    return "login";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing, HsmException {
    visit.view.get();
    visit.pinMayBeTried.get();
    try {
      visit.token.is(visit.surroundings.login(visit.hsm.get(), visit.audit.get()));
      return new Finding.Passed(
          visit.onLuna(
              "as CKU_USER, which is the Crypto Officer; where the partition wants activation, it is activated",
              "as CKU_USER"));
    } catch (PinException e) {
      return new Finding.Failed(
          String.valueOf(e.getMessage()),
          visit.onLuna(
              "put the Crypto Officer's PIN where the message says",
              "put the user's PIN where the message says"));
    } catch (AuditException e) {
      return new Finding.Failed(
          String.valueOf(e.getMessage()),
          "no login is tried that cannot be recorded: make room on the disk of the audit directory, and let the agent's user read and write the files there");
    }
  }

  @Override
  public String cure(CheckContext visit) {
    return visit.onLuna(
        "check the Crypto Officer's PIN by hand (lunacm: role login -name co) before another try; a partition with PED authentication must be activated: policies 22 and 23, then role login once with the PED",
        "check the user's PIN by hand with the token's own tool before another try");
  }
}
