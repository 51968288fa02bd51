package io.keyferry.cloud.flow;

import io.keyferry.model.Blob;
import io.keyferry.model.ChallengeMac;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.HsmKeyReport;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.KeySpec;
import io.keyferry.model.KmsProof;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Proves that KMS holds the HSM's key: of a pair by the public key, byte for byte, of an HMAC key
 * by the MAC of the HSM's challenge. Of an AES key KMS tells nothing to compare; a verification is
 * the way for those.
 */
final class SameKey {

  private final Kms kms;
  private final PatientKms patient;

  SameKey(Kms kms, Pause pause) {
    this.kms = kms;
    this.patient = new PatientKms(pause);
  }

  /**
   * Why KMS holds another key, if it does. What KMS gave is in the evidence then.
   *
   * @throws KmsUnavailableException if KMS does not answer
   * @throws KmsRefusedException if this function may not ask
   * @throws ImportFailedException if KMS does not tell, and would not the next time
   */
  Optional<Failure> disproved(OpenRecord open, HsmKeyReport hsmKey) {
    KeySpec spec = open.record().keySpec();
    return switch (spec.family()) {
      case AES -> Optional.empty();
      case HMAC -> {
        ChallengeMac made = required(hsmKey.mac());
        Blob mac =
            asked(open, Evidence.GENERATE_MAC, () -> kms.mac(open.key(), spec, made.challenge()));
        open.evidence().proved(KmsProof.ofMac(mac));
        yield difference(open, made.mac(), mac);
      }
      case RSA, ECC -> {
        Blob key = asked(open, Evidence.PUBLIC_KEY, () -> kms.publicKey(open.key()));
        open.evidence().proved(KmsProof.ofPublicKey(key));
        yield difference(open, required(hsmKey.publicKey()), key);
      }
    };
  }

  private Blob asked(OpenRecord open, String action, Supplier<KmsAnswer<Blob>> call) {
    try {
      return open.evidence().answered(action, patient.call(call, open.record(), open.run()));
    } catch (KmsRefusedException e) {
      open.evidence().refused(action, e);
      if (e.kind() == KmsRefusedException.Kind.ACCESS_DENIED) {
        throw e;
      }
      throw Refusal.of(FailureCode.MATERIAL_REFUSED, action, e);
    }
  }

  private static Optional<Failure> difference(OpenRecord open, Blob hsm, Blob kms) {
    ImportRecord record = open.record();
    return hsm.equals(kms)
        ? Optional.empty()
        : Optional.of(
            Failure.of(
                FailureCode.MATERIAL_DIFFERS,
                "expected of KMS what the HSM gave, %s with SHA-256 %s, found SHA-256 %s: KMS key %s holds another key than the HSM. Disable it and find out who holds that key; then request an import into a new KMS key."
                    .formatted(
                        record.keySpec().isKeyPair() ? "a public key" : "the MAC of its challenge",
                        hsm.sha256(),
                        kms.sha256(),
                        open.key())));
  }

  /** That it is there was seen when the result was matched with the record. */
  private static <T> T required(Optional<T> proof) {
    return proof.orElseThrow(
        () -> new IllegalStateException("a result that matches its record has a proof"));
  }
}
