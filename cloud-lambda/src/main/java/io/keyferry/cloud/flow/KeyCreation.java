package io.keyferry.cloud.flow;

import io.keyferry.cloud.request.NewKey;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportStep;
import io.keyferry.model.KeyArn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes the one KMS key of an import. {@code CreateKey} cannot be repeated safely, so where a key
 * may have been created unseen it is looked for by its tag first.
 */
final class KeyCreation {

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  /** A key that was just created is not in every list at once. */
  private static final int LOOKS = 3;

  private final Kms kms;
  private final Pause pause;
  private final PatientKms patient;

  KeyCreation(Kms kms, Pause pause) {
    this.kms = kms;
    this.pause = pause;
    this.patient = new PatientKms(pause);
  }

  /**
   * Creates or finds the key. Its ARN is in the record that is stored next.
   *
   * @param mayExist an earlier invocation may have created it
   * @throws ImportFailedException if KMS refuses, or there are two such keys
   * @throws KmsUnavailableException if it is still not known whether there is a key
   */
  void ensureKey(OpenRecord open, NewKey key, boolean mayExist) {
    boolean look = mayExist;
    while (true) {
      Optional<KeyArn> found = look ? find(open) : Optional.empty();
      if (found.isPresent()) {
        open.change(
            edit -> edit.key(found.get()).step(ImportStep.KMS_KEY_FOUND, found.get().toString()));
        return;
      }
      try {
        open.created(
            open.evidence()
                .answered(Evidence.CREATE_KEY, kms.createKey(open.record().importId(), key)));
        return;
      } catch (KmsRefusedException e) {
        open.evidence().refused(Evidence.CREATE_KEY, e);
        throw Refusal.of(FailureCode.KMS_KEY_REFUSED, Evidence.CREATE_KEY, e);
      } catch (KmsUnavailableException e) {
        PatientKms.noteThrottling(e, open.record(), open.run());
        if (!open.run().allows(BETWEEN_TRIES)) {
          throw e;
        }
        look |= !e.throttled();
        pause.about(BETWEEN_TRIES);
      }
    }
  }

  /**
   * Gives the key its alias, if it is to have one.
   *
   * @throws ImportFailedException if KMS refuses or the alias is another key's
   */
  void ensureAlias(OpenRecord open, NewKey key) {
    key.alias().ifPresent(alias -> ensureAlias(open, alias));
  }

  private void ensureAlias(OpenRecord open, String alias) {
    try {
      patient.call(
          () -> {
            kms.createAlias(alias, open.key());
            return alias;
          },
          open.record(),
          open.run());
    } catch (KmsRefusedException e) {
      if (e.kind() != KmsRefusedException.Kind.ALREADY_EXISTS) {
        throw Refusal.of(FailureCode.KMS_KEY_REFUSED, "kms:CreateAlias", e);
      }
      String owner = owner(alias);
      if (!owner.equals(open.key().toString())) {
        throw new ImportFailedException(
            Failure.of(
                FailureCode.KMS_KEY_REFUSED,
                "expected %s for the new key %s, found it on %s. Request again with another alias; the new key holds nothing and can be deleted."
                    .formatted(alias, open.key(), owner)),
            e);
      }
    }
  }

  private String owner(String alias) {
    try {
      return kms.describe(alias).map(key -> key.content().arn().toString()).orElse("no key");
    } catch (KmsRefusedException e) {
      return "a key that this function may not see (" + e.sentence() + ")";
    }
  }

  private Optional<KeyArn> find(OpenRecord open) {
    ImportId importId = open.record().importId();
    for (int look = 1; ; look++) {
      List<KeyArn> keys = kms.keysOf(importId, open.record().requestedAt(), open.run());
      if (keys.size() > 1) {
        throw new ImportFailedException(
            Failure.of(
                FailureCode.KMS_KEY_REFUSED,
                "expected one KMS key with the tag %s=%s, found %s. Delete them and request again."
                    .formatted(NewKey.IMPORT_ID_TAG, importId, keys)));
      }
      Duration wait = BETWEEN_TRIES.multipliedBy(look);
      if (!keys.isEmpty() || look == LOOKS) {
        return keys.stream().findFirst();
      }
      if (!open.run().allows(wait)) {
        throw new KmsUnavailableException(
            "no time left to look for a key that may have been created");
      }
      pause.about(wait);
    }
  }
}
