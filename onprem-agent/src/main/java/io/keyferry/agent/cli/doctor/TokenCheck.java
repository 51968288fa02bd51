package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenView;
import io.keyferry.agent.hsm.Tokens;
import io.keyferry.model.TokenIdentity;

/** Exactly one token with the label, told as {@code lunacm: slot list} does. */
final class TokenCheck implements Check {

  @Override
  public String name() {
    return "token";
  }

  @Override
  public Finding look(Visit visit) throws Unanswered, HsmException {
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
  public String cure() {
    return "compare token.label and token.serial with lunacm: slot list; on a Luna HA client enable HAOnly (lunacm: hagroup haonly -enable)";
  }
}
