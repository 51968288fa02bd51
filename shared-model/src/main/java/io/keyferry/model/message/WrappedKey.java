package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrappingAlgorithm;

/**
 * The key as it left the HSM, and what the HSM says about it.
 *
 * @param encryptedKeyMaterial what KMS's {@code ImportKeyMaterial} accepts
 * @param algorithm how it was wrapped
 */
@Json
public record WrappedKey(
    Blob encryptedKeyMaterial,
    WrappingAlgorithm algorithm,
    HsmKeyReport hsmKey,
    TokenIdentity token)
    implements WrapOutcome {

  public WrappedKey {
    Required.present(encryptedKeyMaterial, "encryptedKeyMaterial");
    Required.present(algorithm, "algorithm");
    Required.present(hsmKey, "hsmKey");
    Required.present(token, "token");
  }
}
