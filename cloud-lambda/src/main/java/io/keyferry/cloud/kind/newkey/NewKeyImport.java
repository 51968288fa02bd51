package io.keyferry.cloud.kind.newkey;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.cloud.record.ImportFailedException;
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
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An import into a KMS key that is created for it. A disproved key is disabled, so that nobody
 * encrypts under a key that a stranger may know.
 */
final class NewKeyImport implements ImportKind {

  private static final Cures CURES =
      new Cures(
          NewMaterial.EXPIRED,
          NewMaterial.OTHER_MATERIAL,
          "Somebody has changed the new KMS key: find out who, then request again.",
          NewMaterial.UNPROVED,
          false);

  private final StoredOrder order;
  private final NewKeyRequest request;
  private final Kms kms;
  private final KeyCreation creation;
  private final SameKey sameKey;
  private final AliasCreation aliases;

  NewKeyImport(
      StoredOrder order,
      NewKeyRequest request,
      Kms kms,
      KeyCreation creation,
      SameKey sameKey,
      AliasCreation aliases) {
    this.order = order;
    this.request = request;
    this.kms = kms;
    this.creation = creation;
    this.sameKey = sameKey;
    this.aliases = aliases;
  }

  @Override
  public Optional<ImportId> earlier() {
    return Optional.empty();
  }

  @Override
  public Optional<ExistingHsmKey> hsmKey(Optional<ExistingHsmKey> requested) {
    return requested;
  }

  /** A release without nonces stored none: a key that it may have created is left alone. */
  @Override
  public Progress prepared(Progress known) {
    return known.nonce().isPresent() ? known : known.withNonce(creation.newNonce());
  }

  @Override
  public void ensureKey(ImportSession open, boolean resumed) {
    creation.ensureKey(open, request.key(), resumed);
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
    if (open.stored().progress().disproof().isEmpty()) {
      // Stored before the key is disabled, so that after a crash in between it is clear who
      // disabled it.
      open.change(steps.andThen(edit -> edit.disproved(reason)));
    }
    String cure = "Find out who holds that key, then request an import into a new KMS key.";
    try {
      open.evidence()
          .answered(Evidence.DISABLE_KEY, open.run().call(() -> kms.disable(open.key())));
    } catch (KmsRefusedException e) {
      open.evidence().refused(Evidence.DISABLE_KEY, e);
      if (e.kind() == KmsRefusedException.Kind.ACCESS_DENIED && open.isSettling()) {
        return Optional.of("the disproved key is not disabled yet: " + e.sentence());
      }
      open.fail(
          differs(
              "%s KeyFerry could not disable it (%s): do so now, aws kms disable-key --key-id %s. %s"
                  .formatted(reason, e.sentence(), open.key(), cure)));
      return Optional.empty();
    }
    open.evidence().keyChanged();
    open.end(edit ->
        edit.step(ImportStep.KEY_DISABLED, open.key().toString())
            .failed(differs("%s KeyFerry has disabled it. %s".formatted(reason, cure))));
    return Optional.empty();
  }

  private static Failure differs(String reason) {
    return Failure.of(FailureCode.MATERIAL_DIFFERS, reason);
  }

  @Override
  public Consumer<ImportUpdate> finish(ImportSession open) {
    Optional<String> alias = request.alias();
    if (alias.isEmpty()) {
      return edit -> {};
    }
    aliases
        .give(open, alias.get())
        .ifPresent(refused -> {
          throw new ImportFailedException(refused);
        });
    Instant given = open.run().now();
    return edit -> edit.step(given, ImportStep.ALIAS_CREATED, alias.get());
  }

  @Override
  public Cures cures() {
    return CURES;
  }
}
