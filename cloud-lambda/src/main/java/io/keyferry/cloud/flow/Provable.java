package io.keyferry.cloud.flow;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.KeySpec;
import java.util.Optional;

/**
 * In which state of its KMS key an import can be verified. Importing is what verifies, and KMS
 * enables a key by it: neither an administrator's DisableKey nor the deletion of the material may
 * be undone unasked.
 */
final class Provable {

  private Provable() {}

  /** The fault of a key in this state. */
  static Optional<Fault> fault(String state, KeySpec spec, boolean evenIfDisabled) {
    return switch (state) {
      case KeyFacts.ENABLED, KeyFacts.UPDATING -> Optional.empty();
      case KeyFacts.DISABLED ->
          spec != KeySpec.SYMMETRIC_DEFAULT
              ? Optional.of(comparedEnabled())
              : evenIfDisabled
                  ? Optional.empty()
                  : Optional.of(
                      new Fault(
                          "verify.evenIfDisabled",
                          "true for a Disabled key, as KMS enables a key by the import that verifies"
                              + " it: order evenIfDisabled, or enable the key first",
                          "a key in state Disabled"));
      case KeyFacts.PENDING_IMPORT ->
          Optional.of(
              new Fault(
                  "verify.importId",
                  "a KMS key that holds key material, as without any there is nothing to prove",
                  "a key in state PendingImport: its material was deleted or has expired"));
      default ->
          Optional.of(
              new Fault(
                  "verify.importId",
                  "a KMS key in a state in which KMS imports (Enabled, Updating, or Disabled with"
                      + " evenIfDisabled)",
                  "a key in state " + state));
    };
  }

  /** No import is needed to prove such a key, and so nothing enables it. */
  private static Fault comparedEnabled() {
    return new Fault(
        "verify.importId",
        "an Enabled KMS key, as its public key or MAC is compared: enable the key first",
        "a key in state Disabled");
  }
}
