package io.keyferry.agent.hsm;

import io.keyferry.model.CkaId;
import io.keyferry.model.KeyCheckValue;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A secret key in the token, found or just generated. Valid in the session that gave it.
 *
 * @param attributes the boolean attributes as read back, by PKCS#11 name ({@code CKA_SENSITIVE} …)
 * @param keyCheckValue absent where the token can give none
 * @param ouid Luna's {@code CKA_OUID}, lower-case hex; absent on other tokens
 * @param reference what the session knows it by
 */
public record HsmKey(
    CkaId id,
    String label,
    int bytes,
    SortedMap<String, Boolean> attributes,
    Optional<KeyCheckValue> keyCheckValue,
    Optional<String> ouid,
    KeyReference reference) {}
