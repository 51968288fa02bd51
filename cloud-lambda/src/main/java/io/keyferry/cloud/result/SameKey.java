package io.keyferry.cloud.result;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.RetryingKms;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.KmsProof;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.KeySpec;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Proves that KMS holds the HSM's key: for a key pair by the public key, byte for byte, for an HMAC
 * key by the MAC of the HSM's challenge. For an AES key KMS returns nothing to compare.
 */
public final class SameKey {

  private final Kms kms;
  private final RetryingKms patient;

  public SameKey(Kms kms, Sleeper pause) {
    this.kms = kms;
    this.patient = new RetryingKms(pause);
  }

  /**
   * Why KMS holds another key, if it does. The evidence then has what KMS returned.
   *
   * @throws KmsUnavailableException if KMS does not answer
   * @throws KmsRefusedException if this function may not ask
   * @throws ImportFailedException if KMS does not say, and would not the next time
   */
  public Optional<String> disproof(ImportSession open, HsmKeyReport hsmKey) {
    KeySpec spec = open.record().keySpec();
    return switch (spec.family()) {
      case AES -> Optional.empty();
      case HMAC -> {
        ChallengeMac made = required(hsmKey.proof().mac());
        Blob mac =
            asked(open, Evidence.GENERATE_MAC, () -> kms.mac(open.key(), spec, made.challenge()));
        open.evidence().proved(KmsProof.ofMac(mac));
        yield difference(open, made.mac(), mac);
      }
      case RSA, ECC -> {
        Blob key = asked(open, Evidence.PUBLIC_KEY, () -> kms.publicKey(open.key()));
        open.evidence().proved(KmsProof.ofPublicKey(key));
        yield difference(open, required(hsmKey.proof().publicKey()), key);
      }
    };
  }

  private Blob asked(ImportSession open, String action, Supplier<KmsAnswer<Blob>> call) {
    try {
      return open.evidence().answered(action, patient.call(call, RetryingKms.NEW_KEY_OR_TAG, open));
    } catch (KmsRefusedException e) {
      open.evidence().refused(action, e);
      if (e.kind() == KmsRefusedException.Kind.ACCESS_DENIED) {
        throw e;
      }
      throw new ImportFailedException(
          Failure.of(
              FailureCode.MATERIAL_REFUSED,
              "KMS refused %s: %s. The key is not proved to be the HSM's. Correct what KMS names, then request %s."
                  .formatted(action, e.sentence(), open.kind().cures().unproved())));
    }
  }

  private static Optional<String> difference(ImportSession open, Blob hsm, Blob kms) {
    return hsm.equals(kms)
        ? Optional.empty()
        : Optional.of(
            "expected KMS to return what the HSM returned, %s with SHA-256 %s, found SHA-256 %s: KMS key %s holds another key than the HSM."
                .formatted(
                    open.record().keySpec().isKeyPair()
                        ? "a public key"
                        : "the MAC of its challenge",
                    hsm.sha256(),
                    kms.sha256(),
                    open.key()));
  }

  /** The match of the result with the record has ensured that it is present. */
  private static <T> T required(Optional<T> proof) {
    return proof.orElseThrow(
        () -> new IllegalStateException("a result that matches its record has a proof"));
  }
}
