package io.keyferry.model.value;

import io.avaje.jsonb.Json;

/**
 * How the HSM wrapped a key.
 *
 * @param name the PKCS#11 name, such as {@code CKM_RSA_PKCS_OAEP}
 * @param parameters such as {@code hashAlg=CKM_SHA256, mgf=CKG_MGF1_SHA256, source empty}; may be
 *     empty
 */
@Json
public record WrapMechanism(String name, String parameters) {

  public WrapMechanism {
    name = Required.cleaned(name, "name", 64);
    parameters = Required.cleaned(parameters, "parameters", 256);
  }
}
