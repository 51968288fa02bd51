package io.keyferry.model.value;

import io.avaje.jsonb.Json;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the token says of a key.
 *
 * @param origin whether this job made it or an earlier one had
 * @param attributes the boolean attributes as read back, by PKCS#11 name
 * @param keyCheckValue absent where the token gives none
 * @param publicKey of a key pair, DER SubjectPublicKeyInfo (RFC 5280)
 * @param mac of an HMAC key
 * @param ouid Luna's own name for the object (CKA_OUID), lower-case hex; absent on other tokens
 */
@Json
public record HsmKeyReport(
    CkaId ckaId,
    String label,
    Origin origin,
    Map<String, Boolean> attributes,
    Optional<KeyCheckValue> keyCheckValue,
    Optional<Blob> publicKey,
    Optional<ChallengeMac> mac,
    Optional<String> ouid) {

  static final int MAX_LABEL = 256;

  private static final int MAX_ATTRIBUTES = 64;

  /** Where the key came from when the job was done. */
  public enum Origin {
    /** Made by this job. */
    GENERATED,
    /** Made before, found by its {@code CKA_ID}. */
    FOUND
  }

  public HsmKeyReport {
    Required.present(ckaId, "ckaId");
    Required.present(origin, "origin");
    label = Required.cleaned(label, "label", MAX_LABEL);
    Required.present(keyCheckValue, "keyCheckValue");
    Required.present(publicKey, "publicKey");
    Required.present(mac, "mac");
    ouid = Required.present(ouid, "ouid").map(text -> Required.cleaned(text, "ouid", 64));
    Required.named(attributes, "attributes", MAX_ATTRIBUTES);
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
