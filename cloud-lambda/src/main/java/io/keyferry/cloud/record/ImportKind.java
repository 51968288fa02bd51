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
 * An accepted import of one kind: everything that the flow asks because kinds differ in it. The
 * flow never tests which kind it has. No method has a default, so that the compiler asks a new kind
 * for each of them.
 */
public interface ImportKind {

  /** Finds the kind of an import. */
  @FunctionalInterface
  interface Registry {

    /**
     * The kind that this order is of.
     *
     * @throws IllegalStateException if a later release stored it, or it cannot be read
     */
    ImportKind of(StoredOrder order);
  }

  /** The earlier import whose key this one is about; the ceremony record names it. */
  Optional<ImportId> earlier();

  /**
   * The key of the HSM that the import's jobs name; absent if the agent generates one.
   *
   * @param requested the key that the request named
   */
  Optional<ExistingHsmKey> hsmKey(Optional<ExistingHsmKey> requested);

  /**
   * What must be stored before the first call that may not be made twice.
   *
   * @param known what is stored now
   */
  Progress prepared(Progress known);

  /**
   * Has a KMS key ready for the import. Its ARN is in the record that is stored next.
   *
   * @param resumed an earlier invocation may have done so unseen
   * @throws ImportFailedException if KMS refuses for good
   * @throws KmsUnavailableException if it is not known whether there is a key
   */
  void ensureKey(ImportSession open, boolean resumed);

  /** Whether KMS is given the HSM's key; if not, the two are compared alone. */
  boolean importsMaterial(KeySpec spec);

  /**
   * KMS's name for the material that is imported once more, by {@code ImportType}
   * EXISTING_KEY_MATERIAL; absent for new material.
   */
  Optional<String> existingMaterial();

  /** Why the material may not be imported into the KMS key as it is now, if it may not. */
  Optional<String> obstacle(ImportRecord record, KeyFacts key);

  /** The order with what has to be remembered of the KMS key as it is right before the import. */
  StoredOrder seen(KeyFacts key);

  /** What the history says of the key once KMS shows it as Enabled. */
  String enabled(KeyArn key);

  /**
   * Why KMS holds another key than the HSM, if it does. What KMS returned is in the evidence then.
   *
   * @throws KmsUnavailableException if KMS does not answer
   * @throws KmsRefusedException if this function may not ask
   * @throws ImportFailedException if KMS does not say, and would not the next time
   */
  Optional<String> disproof(ImportSession open, HsmKeyReport hsmKey);

  /**
   * Ends an import whose key was disproved, by this delivery or an earlier one.
   *
   * @param steps to be stored with the next change
   * @return why the result has to be delivered again, if it has
   * @throws KmsUnavailableException if KMS does not answer
   */
  Optional<String> endDisproved(ImportSession open, Consumer<ImportUpdate> steps, String reason);

  /**
   * Does what is left once the key is proved.
   *
   * @return the steps of it, to be stored with the end
   * @throws ImportFailedException if KMS refuses for good
   * @throws KmsUnavailableException if KMS does not answer
   * @throws KmsRefusedException if this function is not allowed to
   */
  Consumer<ImportUpdate> finish(ImportSession open);

  /** What a failure says to an operator. */
  Cures cures();

  /**
   * What to do about a failure.
   *
   * @param expired where the material's date of expiration, {@code %s}, has passed
   * @param otherMaterial where KMS takes only the material that it had
   * @param invalidState where the KMS key is in a state in which KMS refuses a call
   * @param unproved what to request where KMS does not say whether the key is the HSM's
   * @param ownersConsent whether the import needs the consent of the KMS key's owner, a tag
   */
  record Cures(
      String expired,
      String otherMaterial,
      String invalidState,
      String unproved,
      boolean ownersConsent) {}
}
