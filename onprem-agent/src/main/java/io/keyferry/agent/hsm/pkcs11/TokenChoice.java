package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.Luna;
import io.keyferry.agent.hsm.TokenSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses a token by its label, and serial if given, never by slot number. */
public record TokenChoice(String label, Optional<String> serial) {

  public static TokenChoice of(TokenSettings settings) {
    return new TokenChoice(settings.label(), settings.serial());
  }

  public Slot among(Slots slots) throws HsmException {
    List<Slot> labeled =
        slots.tokens().stream().filter(slot -> slot.identity().label().equals(label)).toList();
    if (labeled.isEmpty()) {
      throw new HsmException(
          Fault.HSM_LOST,
          "expected a token labeled '%s', found %s: correct the label, or make the partition visible to this client"
              .formatted(label, slots.text()));
    }
    List<Slot> chosen =
        labeled.stream()
            .filter(slot -> serial.map(slot.identity().serial()::equals).orElse(true))
            .toList();
    if (chosen.isEmpty()) {
      throw new HsmException(
          Fault.REFUSED,
          "expected the token labeled '%s' to have serial %s, found %s: correct the serial"
              .formatted(label, serial.orElse(""), text(labeled)));
    }
    if (chosen.size() > 1) {
      throw new HsmException(
          Fault.REFUSED,
          "expected one token labeled '%s', found %s: set token.serial%s"
              .formatted(
                  label,
                  text(chosen),
                  Luna.either(
                      chosen.getFirst().identity(), ", and on an HA client enable HAOnly", "")));
    }
    return chosen.getFirst();
  }

  private static String text(List<Slot> slots) {
    return slots.stream().map(Slot::text).collect(Collectors.joining(", "));
  }
}
