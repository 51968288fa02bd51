package io.keyferry.model.value;

import io.avaje.jsonb.Json;

/**
 * The HMAC that the HSM computed over a random challenge: KMS's {@code GenerateMac} over the same
 * challenge returns the same if KMS holds the same key.
 *
 * @param challenge random bytes of the HSM
 * @param mac with the hash that the key spec names, in full length
 */
@Json
public record ChallengeMac(Blob challenge, Blob mac) {

  /** The length of a challenge in bytes. */
  public static final int CHALLENGE_BYTES = 32;

  public ChallengeMac {
    Required.present(challenge, "challenge");
    Required.present(mac, "mac");
  }
}
