package io.keyferry.cloud.kind.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.ImportUpdate;
import io.keyferry.cloud.record.Progress;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.cloud.result.SameKey;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A proof that KMS holds the key material of an earlier import. An AES key is imported again, which
 * KMS accepts if it is the same and refuses otherwise; for any other kind of key the public key or
 * a MAC is compared.
 */
final class VerificationImport implements ImportKind {

  /**
   * What a verification has to prove, as stored: that KMS holds the key material of an earlier
   * import, and the HSM still holds the same.
   *
   * @param asked the request
   * @param hsmKey the earlier import's key in the HSM
   * @param keyMaterialId KMS's name for its material, which only AES keys have
   * @param foundDisabled whether the KMS key was Disabled when the material was sent; stored,
   *     because after a crash nothing else shows it
   */
  record Order(
      Verification asked, CkaId hsmKey, Optional<String> keyMaterialId, boolean foundDisabled) {

    static Order of(StoredOrder order) {
      StoredOrder.Fields fields = order.read();
      return new Order(
          new Verification(
              new ImportId(fields.required("importId")),
              fields.flag("evenIfDisabled", false),
              fields.flag("makeExtractable", false)),
          new CkaId(fields.required("hsmKey")),
          fields.text("keyMaterialId"),
          fields.flag("foundDisabled", false));
    }

    StoredOrder stored() {
      return StoredOrder.of(VerifyKind.NAME, this::write);
    }

    private void write(JsonGenerator json) throws IOException {
      asked.writeFields(json);
      json.writeStringField("hsmKey", hsmKey.hex());
      if (keyMaterialId.isPresent()) {
        json.writeStringField("keyMaterialId", keyMaterialId.get());
      }
      json.writeBooleanField("foundDisabled", foundDisabled);
    }

    Order onDisabledKey() {
      return new Order(asked, hsmKey, keyMaterialId, true);
    }
  }

  private final StoredOrder stored;
  private final Order order;
  private final SameKey sameKey;

  VerificationImport(StoredOrder stored, SameKey sameKey) {
    this.stored = stored;
    this.order = Order.of(stored);
    this.sameKey = sameKey;
  }

  @Override
  public Optional<ImportId> earlier() {
    return Optional.of(order.asked().importId());
  }

  @Override
  public Optional<ExistingHsmKey> hsmKey(Optional<ExistingHsmKey> requested) {
    return Optional.of(
        new ExistingHsmKey(new HsmKeyName.Id(order.hsmKey()), order.asked().makeExtractable()));
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
    return spec == KeySpec.SYMMETRIC_DEFAULT;
  }

  @Override
  public Optional<String> existingMaterial() {
    return order.keyMaterialId();
  }

  @Override
  public Optional<String> obstacle(ImportRecord record, KeyFacts key) {
    return order
        .asked()
        .stateViolation(key.state(), record.keySpec(), true)
        .or(() ->
            order.asked().expirationViolation(key, record.kms().expiration(), Optional.empty()))
        .map(found ->
            "expected %s, found %s. Nothing was imported and nothing is proved; request again once that is resolved."
                .formatted(found.expected(), found.found()));
  }

  /** The import enables a Disabled key. */
  @Override
  public StoredOrder seen(KeyFacts key) {
    return key.state().equals(KeyFacts.DISABLED) && !order.foundDisabled()
        ? order.onDisabledKey().stored()
        : stored;
  }

  @Override
  public String enabled(KeyArn key) {
    return order.foundDisabled()
        ? key + ", which was Disabled: this import enabled it, as evenIfDisabled requested"
        : key.toString();
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
            reason
                + " One of the two was replaced, or the agent uses another HSM: compare the ceremony record of the import with the HSM's own log.");
    open.end(steps.andThen(edit -> edit.failed(failure)));
    return Optional.empty();
  }

  @Override
  public Consumer<ImportUpdate> finish(ImportSession open) {
    return edit -> {};
  }

  @Override
  public Cures cures() {
    return new Cures(
        "expected key material that has not expired, found %s. KMS no longer holds it: there is nothing to prove.",
        ("The HSM's key %s is not the key material %s that KMS holds: one of the two was replaced, or the agent uses another HSM. KMS keeps what it has. Compare the ceremony record of import %s with"
                + " the HSM's own log; for a key that is only in the HSM, request an import into a new KMS key.")
            .formatted(
                order.hsmKey(), order.keyMaterialId().orElse("(none)"), order.asked().importId()),
        "Bring the KMS key into a state that allows this call, then request again; or request an import into a new one.",
        "again",
        true);
  }
}
