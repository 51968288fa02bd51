package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrapMechanism;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done in the HSM for one wrapped key.
 *
 * @param encryptedKeyMaterial SHA-256 of the wrapped key
 * @param attributesChanged of the key, for this wrap and after it, in words; usually none
 * @param objectsDestroyed what was removed from the HSM again, in words
 */
@Json
public record HsmCeremony(
    TokenIdentity token,
    HsmKeyReport key,
    WrapMechanism mechanism,
    Sha256 encryptedKeyMaterial,
    List<String> attributesChanged,
    List<String> objectsDestroyed) {

  private static final int MAX_TEXTS = 8;

  public HsmCeremony {
    Required.present(token, "token");
    Required.present(key, "key");
    Required.present(mechanism, "mechanism");
    Required.present(encryptedKeyMaterial, "encryptedKeyMaterial");
    attributesChanged = texts(attributesChanged, "attributesChanged");
    objectsDestroyed = texts(objectsDestroyed, "objectsDestroyed");
  }

  private static List<String> texts(@Nullable List<String> texts, String field) {
    List<String> present = Required.present(texts, field);
    Required.between(0, present.size(), MAX_TEXTS, field);
    return present.stream().map(text -> Required.cleaned(text, field, 256)).toList();
  }
}
