package io.keyferry.agent.hsm;

import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeyCheckValue;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A key in the token, found or just generated: a secret key, or the private half of a pair. Valid
 * in the session that returned it.
 *
 * @param attributes the boolean attributes as read back, by PKCS#11 name ({@code CKA_SENSITIVE} …)
 * @param reference refers to the key in its session
 */
public record HsmKey(
    CkaId id,
    String label,
    KeyForm form,
    SortedMap<String, Boolean> attributes,
    Fingerprints fingerprints,
    KeyReference reference) {

  /**
   * What identifies the key.
   *
   * @param keyCheckValue of an AES key; absent if the token cannot compute one
   * @param publicKey the other half of a pair, DER SubjectPublicKeyInfo; absent unless the token
   *     has exactly one
   * @param ouid Luna's {@code CKA_OUID}, lower-case hex; absent on other tokens
   */
  public record Fingerprints(
      Optional<KeyCheckValue> keyCheckValue, Optional<Blob> publicKey, Optional<String> ouid) {}

  public Optional<KeyCheckValue> keyCheckValue() {
    return fingerprints.keyCheckValue();
  }

  public Optional<Blob> publicKey() {
    return fingerprints.publicKey();
  }

  public Optional<String> ouid() {
    return fingerprints.ouid();
  }

  /** Whether the key may leave the HSM with its current attributes. */
  public boolean isExtractable() {
    return isTrue("CKA_EXTRACTABLE");
  }

  /** Whether the plaintext stays in the HSM. */
  public boolean isSensitive() {
    return isTrue("CKA_SENSITIVE");
  }

  public boolean isModifiable() {
    return isTrue("CKA_MODIFIABLE");
  }

  public boolean maySign() {
    return isTrue("CKA_SIGN");
  }

  private boolean isTrue(String attribute) {
    return attributes.getOrDefault(attribute, false);
  }
}
