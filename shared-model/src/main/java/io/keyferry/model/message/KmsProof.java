package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import java.util.Optional;

/**
 * What KMS returned to compare with what the HSM returned. Exactly one of the two is present.
 *
 * @param publicKey SHA-256 over the DER that {@code GetPublicKey} returned
 * @param mac the result of {@code GenerateMac} for the HSM's challenge
 */
@Json
public record KmsProof(Optional<Sha256> publicKey, Optional<Blob> mac) {

  public KmsProof {
    Required.present(publicKey, "publicKey");
    Required.present(mac, "mac");
    if (publicKey.isPresent() == mac.isPresent()) {
      throw InvalidValueException.of(
          "exactly one of publicKey and mac", publicKey.isPresent() ? "both" : "neither");
    }
  }

  /** Of a key pair. */
  public static KmsProof ofPublicKey(Blob der) {
    return new KmsProof(Optional.of(der.sha256()), Optional.empty());
  }

  /** Of an HMAC key. */
  public static KmsProof ofMac(Blob mac) {
    return new KmsProof(Optional.empty(), Optional.of(mac));
  }

  /** The HSM's report in the form to compare; absent if the report has nothing to compare. */
  public static Optional<KmsProof> of(HsmKeyReport report) {
    return report
        .proof()
        .publicKey()
        .map(KmsProof::ofPublicKey)
        .or(() -> report.proof().mac().map(ChallengeMac::mac).map(KmsProof::ofMac));
  }

  @Override
  public String toString() {
    return publicKey
        .map(digest -> "the public key with SHA-256 " + digest)
        .or(() -> mac.map(bytes -> "the MAC with SHA-256 " + bytes.sha256()))
        .orElseThrow();
  }
}
