package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.token.TokenView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the token and the agent remember of wrong PINs, before any is tried. */
final class PinStateCheck implements Check {

  @Override
  public String name() {
    return "PIN state";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing, HsmException {
    TokenView view = visit.view.get();
    view.checkPin();
    Optional<String> refused = visit.surroundings.refusedPin(visit.hsm.get(), view.identity());
    visit.pinMayBeTried.is(true);
    List<String> facts = new ArrayList<>();
    facts.add(
        "the token reports no wrong try: neither CKF_USER_PIN_COUNT_LOW nor _FINAL_TRY, _LOCKED, _TO_BE_CHANGED");
    refused.ifPresent(facts::add);
    return new Finding.Passed(facts);
  }

  @Override
  public String cure(CheckContext visit) {
    return visit.onLuna(
        "lunacm: role show -name co tells the tries left (partition policy 20 has their number); a partition with PED authentication must be activated, policies 22 and 23",
        "ask the token's own tool for the tries left, and log in by hand with the right PIN");
  }
}
