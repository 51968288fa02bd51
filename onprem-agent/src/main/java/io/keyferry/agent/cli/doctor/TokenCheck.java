package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.token.TokenView;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.model.value.TokenIdentity;

/** Exactly one token with the label. */
final class TokenCheck implements Check {

  @Override
  public String name() {
    return "token";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing, HsmException {
    visit.visible.get();
    TokenView view = Tokens.look(visit.hsm.get().token().settings());
    visit.view.is(view);
    TokenIdentity token = view.identity();
    return new Finding.Passed(
        "label " + token.label(),
        "serial " + token.serial(),
        "model %s by %s".formatted(token.model(), token.manufacturer()),
        "firmware " + token.firmware());
  }

  @Override
  public String cure(CheckContext visit) {
    return visit.onLuna(
        "compare token.label and token.serial with lunacm: slot list; on an HA client enable HAOnly (lunacm: hagroup haonly -enable)",
        "compare token.label and token.serial with the tokens that the library shows (pkcs11-tool --list-token-slots)");
  }
}
