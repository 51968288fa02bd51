package io.keyferry.cloud.kind.existing;

import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.ImportUpdate;
import io.keyferry.cloud.record.Progress;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.cloud.result.NewMaterial;
import io.keyferry.cloud.result.SameKey;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.util.Optional;
import java.util.function.Consumer;

/** An import into someone else's KMS key, which changes nothing but the key's material. */
final class ExistingKeyImport implements ImportKind {

  private static final Cures CURES =
      new Cures(
          NewMaterial.EXPIRED,
          NewMaterial.OTHER_MATERIAL,
          "Bring the KMS key into a state that allows this call, then request again; or request an import into a new one.",
          NewMaterial.UNPROVED,
          true);

  private final StoredOrder order;
  private final SameKey sameKey;

  ExistingKeyImport(StoredOrder order, SameKey sameKey) {
    this.order = order;
    this.sameKey = sameKey;
  }

  @Override
  public Optional<ImportId> earlier() {
    return Optional.empty();
  }

  @Override
  public Optional<ExistingHsmKey> hsmKey(Optional<ExistingHsmKey> requested) {
    return requested;
  }

  @Override
  public Progress prepared(Progress known) {
    return known;
  }

  @Override
  public void ensureKey(ImportSession open, boolean resumed) {
    // The key exists and is in the record from the first version.
  }

  @Override
  public boolean importsMaterial(KeySpec spec) {
    return true;
  }

  @Override
  public Optional<String> existingMaterial() {
    return Optional.empty();
  }

  @Override
  public Optional<String> obstacle(ImportRecord record, KeyFacts key) {
    return NewMaterial.obstacle(record, key);
  }

  @Override
  public StoredOrder seen(KeyFacts key) {
    return order;
  }

  @Override
  public String enabled(KeyArn key) {
    return key.toString();
  }

  @Override
  public Optional<String> disproof(ImportSession open, HsmKeyReport hsmKey) {
    return sameKey.disproof(open, hsmKey);
  }

  @Override
  public Optional<String> endDisproved(
      ImportSession open, Consumer<ImportUpdate> steps, String reason) {
    Failure failure =
        Failure.of(
            FailureCode.MATERIAL_DIFFERS,
            "%s Find out who holds that key, disable it (aws kms disable-key --key-id %s), then request an import into a new KMS key."
                .formatted(reason, open.key()));
    open.end(steps.andThen(edit -> edit.failed(failure)));
    return Optional.empty();
  }

  @Override
  public Consumer<ImportUpdate> finish(ImportSession open) {
    return edit -> {};
  }

  @Override
  public Cures cures() {
    return CURES;
  }
}
