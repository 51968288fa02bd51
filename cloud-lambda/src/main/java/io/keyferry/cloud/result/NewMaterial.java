package io.keyferry.cloud.result;

import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.KeyArn;
import java.util.Optional;

/** The common part of kinds that import new material into an empty KMS key. */
public final class NewMaterial {

  public static final String EXPIRED =
      "expected an expiration date in the future, found %s. Request again with a later one.";
  public static final String OTHER_MATERIAL =
      "The KMS key has had other key material and accepts only that again. Request an import into a"
          + " new KMS key.";

  /** What to request if a key is not proved. */
  public static final String UNPROVED = "an import into a new KMS key";

  private NewMaterial() {}

  /** Why new material must not be imported into the key in its current state, if so. */
  public static Optional<String> obstacle(ImportRecord record, KeyFacts key) {
    boolean isEmptied = key.currentKeyMaterialId().isPresent();
    boolean fits =
        switch (key.state()) {
          case KeyFacts.PENDING_IMPORT -> !isEmptied;
          case KeyFacts.ENABLED, KeyFacts.UPDATING -> true;
          default -> false;
        };
    return fits
        ? Optional.empty()
        : Optional.of(
            "expected %s empty or Enabled, found it %s%s. An import would undo that, so nothing was imported now, and nothing is proved. Request an import into a new KMS key."
                .formatted(
                    record.keyArn().map(KeyArn::toString).orElse("the KMS key"),
                    key.state(),
                    isEmptied && key.state().equals(KeyFacts.PENDING_IMPORT)
                        ? " after its material was deleted"
                        : ""));
  }
}
