package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.KeyArn;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The state of a key: KMS {@code KeyMetadata}, {@code KeyState}. */
public enum KeyStatus {
  CREATING("Creating", "creating"),
  ENABLED("Enabled", "enabled"),
  UPDATING("Updating", "updating"),
  DISABLED("Disabled", "disabled"),
  PENDING_IMPORT("PendingImport", "pending import"),
  PENDING_DELETION("PendingDeletion", "pending deletion"),
  PENDING_REPLICA_DELETION("PendingReplicaDeletion", "pending replica deletion");

  /** The states in which a key cannot be changed: not created yet, or pending deletion. */
  public static final Set<KeyStatus> UNCHANGEABLE =
      Collections.unmodifiableSet(EnumSet.of(CREATING, PENDING_DELETION, PENDING_REPLICA_DELETION));

  /** The states in which a key can be used. */
  static final Set<KeyStatus> USABLE = Collections.unmodifiableSet(EnumSet.of(ENABLED, UPDATING));

  private final String wireName;
  private final String words;

  KeyStatus(String wireName, String words) {
    this.wireName = wireName;
    this.words = words;
  }

  public String wireName() {
    return wireName;
  }

  /** The refusal of an operation that this state does not allow. */
  public KmsError refusal(KeyArn key) {
    String sentence = key + " is " + words + ".";
    return this == DISABLED
        ? KmsError.of("DisabledException", sentence)
        : KmsError.invalidState(sentence);
  }
}
