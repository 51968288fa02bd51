package io.keyferry.agent.hsm;

import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeyCheckValue;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A key in the token, found or just generated: a secret key, or the private half of a pair. Valid
 * in the session that gave it.
 *
 * @param attributes the boolean attributes as read back, by PKCS#11 name ({@code CKA_SENSITIVE} …)
 * @param reference what the session knows it by
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
   * @param keyCheckValue of an AES key; absent where the token can give none
   * @param publicKey the other half of a pair, DER SubjectPublicKeyInfo; absent where the token
   *     does not have exactly one
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

  /** Whether it may leave the HSM as it is. */
  public boolean isExtractable() {
    return isTrue("CKA_EXTRACTABLE");
  }

  /** Whether its plaintext stays in the HSM. */
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
