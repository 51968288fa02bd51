package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenMemory;
import java.util.Optional;

/** Whether another key fits into the token. */
final class RoomCheck implements Check {

  /** A few RSA key pairs. */
  private static final long MIN_BYTES = 16 * 1024;

  @Override
  public String name() {
    return "room for keys";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing, HsmException {
    Optional<TokenMemory> memory = visit.view.get().memory();
    if (memory.isEmpty()) {
      return new Finding.Skipped("the token does not tell how much room it has");
    }
    TokenMemory room = memory.get();
    String told = "%d of %d bytes free for private objects".formatted(room.free(), room.total());
    return room.free() >= MIN_BYTES
        ? new Finding.Passed(told)
        : new Finding.Failed(
            "expected at least %d bytes, found %s".formatted(MIN_BYTES, told),
            "delete what is not needed (keyferry-agent keys shows what the agent made), or "
                + visit.onLuna(
                    "have the partition made larger (lunacm: partition showinfo)",
                    "give the token more memory"));
  }
}
