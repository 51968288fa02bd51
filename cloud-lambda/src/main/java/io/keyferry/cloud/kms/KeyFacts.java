package io.keyferry.cloud.kms;

import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeyArn;
import java.util.Optional;

/**
 * What KMS says about a key: {@code KeyMetadata}, in KMS's terms.
 *
 * @param origin {@code EXTERNAL} if key material can be imported
 * @param state {@code PendingImport}, {@code Enabled}, …
 * @param currentKeyMaterialId absent if the key never had key material, and for all keys but AES
 * @param expiration of the key material; absent if there is none
 */
public record KeyFacts(
    KeyArn arn,
    String origin,
    String keySpec,
    String keyUsage,
    String state,
    Optional<String> currentKeyMaterialId,
    Optional<Expiration> expiration) {

  public static final String EXTERNAL = "EXTERNAL";
  public static final String CREATING = "Creating";
  public static final String PENDING_IMPORT = "PendingImport";
  public static final String ENABLED = "Enabled";
  public static final String DISABLED = "Disabled";
  public static final String UPDATING = "Updating";
}
