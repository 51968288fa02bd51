package io.keyferry.model.testing;

import io.keyferry.model.value.VerificationKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Messages of one honest signer, to make false ones from.
 *
 * @param wanted of the type that the receiver under attack accepts
 * @param others of other types
 * @param signer the key that the receiver has pinned
 * @param forger another key
 */
public record TrueMessages(
    List<String> wanted, List<String> others, VerificationKey signer, EcSigner forger) {

  /** A receiver may accept only {@code wanted}. */
  public static TrueMessages of(List<String> wanted, List<String> others, VerificationKey signer) {
    return new TrueMessages(List.copyOf(wanted), List.copyOf(others), signer, EcSigner.create());
  }

  Jws one(RandomGenerator random) {
    return Jws.of(wanted.get(random.nextInt(wanted.size())));
  }

  Jws oneOfAnotherType(RandomGenerator random) {
    return Jws.of(others.get(random.nextInt(others.size())));
  }

  Jws any(RandomGenerator random) {
    return random.nextInt(4) == 0 ? oneOfAnotherType(random) : one(random);
  }

  Set<String> texts() {
    return new HashSet<>(wanted);
  }
}
