package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * {@code EnableKeyRotation} and {@code DisableKeyRotation}, the automatic rotation: never with
 * imported material. The stand-in lacks it for KMS's own keys as well, so there is nothing to
 * disable.
 */
final class SetKeyRotation implements KmsOperation {

  private static final Shape ENABLE =
      Shape.of(Members.KEY_ID.needed(), Member.number("RotationPeriodInDays", 90, 2560));
  private static final Shape DISABLE = Shape.of(Members.KEY_ID.needed());

  private final KeyStore keys;
  private final boolean enabled;

  SetKeyRotation(KeyStore keys, boolean enabled) {
    this.keys = keys;
    this.enabled = enabled;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    StoredKey key = keys.byIdOrArn((enabled ? ENABLE : DISABLE).check(request).text("KeyId"));
    key.requireOrigin(KeyOrigin.AWS_KMS);
    if (enabled && !key.nature().isSymmetric()) {
      throw KmsError.unexplained("UnsupportedOperationException");
    }
    key.refuseReplica(enabled ? "EnableKeyRotation" : "DisableKeyRotation");
    key.update(state -> UsableKeys.requireEnabled(key, state));
    if (enabled) {
      throw KmsError.unsupported(
          "The KMS stand-in rotates no key automatically, and "
              + key.arn()
              + " was to be. Call RotateKeyOnDemand.");
    }
    return Json.object();
  }
}
