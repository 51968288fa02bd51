package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What was lost of an initialised library and has not been regained: the worst of it. */
final class Losses {

  private final AtomicReference<Optional<Fault>> worst = new AtomicReference<>(Optional.empty());

  /** That this was lost, if it is something that can be regained. */
  void note(Fault fault) {
    if (fault.mayPass() && fault != Fault.BUSY) {
      worst.updateAndGet(
          known -> Optional.of(known.filter(more -> more.compareTo(fault) > 0).orElse(fault)));
    }
  }

  /** That this, and whatever is less than it, has been regained. */
  void regained(Fault upTo) {
    worst.updateAndGet(known -> known.filter(more -> more.compareTo(upTo) > 0));
  }

  /** Never {@code REFUSED}, {@code BUSY} or {@code PIN}. */
  Optional<Fault> worst() {
    return worst.get();
  }
}
