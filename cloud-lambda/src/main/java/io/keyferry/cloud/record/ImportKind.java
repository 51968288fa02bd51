package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An accepted import of one kind: everything in which kinds differ. The flow never tests which kind
 * it has. No method has a default, so that the compiler requires each of a new kind.
 */
public interface ImportKind {

  /** Finds the kind of an import. */
  @FunctionalInterface
  interface Registry {

    /**
     * Returns the kind of this order.
     *
     * @throws IllegalStateException if a later release stored it, or it cannot be read
     */
    ImportKind of(StoredOrder order);
  }

  /** The earlier import whose key this one verifies; the ceremony record names it. */
  Optional<ImportId> earlier();

  /**
   * The HSM key that the import's jobs name; absent if the agent generates one.
   *
   * @param requested the key that the request named
   */
  Optional<ExistingHsmKey> hsmKey(Optional<ExistingHsmKey> requested);

  /**
   * What must be stored before the first call that must not be repeated.
   *
   * @param known what is stored now
   */
  Progress prepared(Progress known);

  /**
   * Ensures that the import has a KMS key. The next version of the record has its ARN.
   *
   * @param resumed whether an earlier invocation may already have created a key
   * @throws ImportFailedException if KMS refuses permanently
   * @throws KmsUnavailableException if it is not known whether there is a key
   */
  void ensureKey(ImportSession open, boolean resumed);

  /** Whether the HSM's key is imported into KMS; if not, the two are only compared. */
  boolean importsMaterial(KeySpec spec);

  /**
   * KMS's id of the material that is imported again, with {@code ImportType} EXISTING_KEY_MATERIAL;
   * absent for new material.
   */
  Optional<String> existingMaterial();

  /** Why the material must not be imported into the KMS key in its current state, if so. */
  Optional<String> obstacle(ImportRecord record, KeyFacts key);

  /** The order, with what must be remembered about the KMS key right before the import. */
  StoredOrder seen(KeyFacts key);

  /** What the history says about the key once KMS shows it as Enabled. */
  String enabled(KeyArn key);

  /**
   * Why KMS holds another key than the HSM, if it does. The evidence then has what KMS returned.
   *
   * @throws KmsUnavailableException if KMS does not answer
   * @throws KmsRefusedException if this function is not allowed to
   * @throws ImportFailedException if KMS refuses to answer and would refuse again
   */
  Optional<String> disproof(ImportSession open, HsmKeyReport hsmKey);

  /**
   * Ends an import whose key was disproved, by this delivery or an earlier one.
   *
   * @param steps to store with the next change
   * @return why the result must be delivered again, if so
   * @throws KmsUnavailableException if KMS does not answer
   */
  Optional<String> endDisproved(ImportSession open, Consumer<ImportUpdate> steps, String reason);

  /**
   * Does what remains once the key is proved.
   *
   * @return the steps, to be stored with the end
   * @throws ImportFailedException if KMS refuses permanently
   * @throws KmsUnavailableException if KMS does not answer
   * @throws KmsRefusedException if this function is not allowed to
   */
  Consumer<ImportUpdate> finish(ImportSession open);

  /** What an operator should do after a failure. */
  Cures cures();

  /**
   * What to do about a failure.
   *
   * @param expired if the material's expiration date, {@code %s}, has passed
   * @param otherMaterial if KMS accepts only the material that it had
   * @param invalidState if the KMS key's state makes KMS refuse a call
   * @param unproved what to request if KMS does not show whether the key is the HSM's
   * @param ownersConsent whether the import needs the consent of the KMS key's owner, a tag
   */
  record Cures(
      String expired,
      String otherMaterial,
      String invalidState,
      String unproved,
      boolean ownersConsent) {}
}
