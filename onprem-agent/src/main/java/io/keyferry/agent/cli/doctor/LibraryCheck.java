package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSettings;
import io.keyferry.agent.hsm.token.Tokens;

/** Whether the PKCS#11 library loads and initialises. */
final class LibraryCheck implements Check {

  @Override
  public String name() {
    return "PKCS#11 library";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing, HsmException {
    TokenSettings settings = visit.hsm.get().token().settings();
    visit.visible.is(Tokens.visible(settings));
    return new Finding.Passed(
        "%s shows %d tokens".formatted(settings.library(), visit.visible.get().size()));
  }

  @Override
  public String cure(CheckContext visit) {
    return visit.onLuna(
        "vtl verify must list the partition as the agent's user, who is in the group hsmusers",
        "see that the agent's user may read the library and its configuration, and that token.library-parameters are what the library expects");
  }
}
