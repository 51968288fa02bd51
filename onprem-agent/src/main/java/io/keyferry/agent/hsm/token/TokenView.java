package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.MechanismNeed;
import io.keyferry.agent.hsm.TokenMemory;
import io.keyferry.agent.hsm.pkcs11.Cryptoki;
import io.keyferry.agent.hsm.pkcs11.Slot;
import io.keyferry.agent.hsm.pkcs11.TokenFlags;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrappingAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A token without a login. */
public final class TokenView {

  private final Cryptoki library;
  private final Slot slot;

  TokenView(Cryptoki library, Slot slot) {
    this.library = library;
    this.slot = slot;
  }

  public TokenIdentity identity() {
    return slot.identity();
  }

  /**
   * Reads what the token reports about its PIN, without trying one.
   *
   * @throws HsmException if the token reports that its PIN must not or cannot be tried
   */
  public void checkPin() throws HsmException {
    TokenFlags.checkBeforeLogin(slot);
  }

  /** The memory for private objects; absent if the token does not report it. */
  public Optional<TokenMemory> memory() throws HsmException {
    return library.memory(slot);
  }

  /** The mechanisms that keys of these specs need to be wrapped with these algorithms. */
  public List<MechanismNeed> needs(Set<KeySpec> keySpecs, Set<WrappingAlgorithm> algorithms)
      throws HsmException {
    return new MechanismNeeds(library.mechanisms(slot)).of(keySpecs, algorithms);
  }
}
