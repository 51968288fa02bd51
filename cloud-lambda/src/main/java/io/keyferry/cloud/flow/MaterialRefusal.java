package io.keyferry.cloud.flow;

import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.UtcTime;
import java.time.Instant;

/** Why key material does not get into KMS, in words that say what to do. */
final class MaterialRefusal {

  private MaterialRefusal() {}

  /** KMS's no to {@code ImportKeyMaterial} that ends the import. */
  static Failure of(StoredImport stored, KmsRefusedException refused) {
    return switch (refused.kind()) {
      case INVALID_CIPHERTEXT ->
          Failure.of(
              FailureCode.MATERIAL_REFUSED,
              ("KMS refused %s: %s. The material does not unwrap to what a %s key takes: the HSM wrapped under another"
                      + " key or with another hash or mask function than %s, or its key is of another kind."
                      + " Check the agent's log and the HSM's firmware, then request again.")
                  .formatted(
                      Evidence.IMPORT_MATERIAL,
                      refused.sentence(),
                      stored.record().keySpec(),
                      stored.record().wrappingAlgorithm()));
      case INCORRECT_MATERIAL ->
          Failure.of(
              FailureCode.MATERIAL_DIFFERS,
              "KMS refused %s: %s. %s"
                  .formatted(
                      Evidence.IMPORT_MATERIAL,
                      refused.sentence(),
                      stored
                          .proof()
                          .map(MaterialRefusal::disproved)
                          .orElse(
                              "The KMS key has had other key material and takes only that again."
                                  + " Request an import into a new key.")));
      default -> Refusal.failure(FailureCode.MATERIAL_REFUSED, Evidence.IMPORT_MATERIAL, refused);
    };
  }

  /** The date at which the material should expire, or of a verification has expired. */
  static Failure expired(StoredImport stored, Instant end) {
    String text =
        stored.proof().isPresent()
            ? "expected key material that has not expired, found %s. KMS holds it no longer: there is nothing to prove."
            : "expected an expiration date to come, found %s. Request again with a later one.";
    return Failure.of(FailureCode.EXPIRATION_PASSED, text.formatted(UtcTime.format(end)));
  }

  private static String disproved(Proof proof) {
    return ("The HSM's key %s is not the key material %s that KMS holds: one of the two was replaced, or the"
            + " agent is at another HSM. KMS keeps what it has. Compare the ceremony record of import %s with"
            + " the HSM's own log; a key that is in the HSM alone takes an import into a new KMS key.")
        .formatted(proof.hsmKey(), proof.keyMaterialId().orElse("(none)"), proof.importId());
  }
}
