package io.keyferry.bench;

import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.CK_MECHANISM;
import sun.security.pkcs11.wrapper.CK_RSA_PKCS_OAEP_PARAMS;
import sun.security.pkcs11.wrapper.PKCS11Constants;

/** The raw loop's key templates, the same as the agent's. */
record RawTemplates(RSAPublicKey wrappingKeyOfKms, WrappingAlgorithm algorithm) {

  private static final long[] TRUE_OF_THE_KEY = {
    PKCS11Constants.CKA_TOKEN,
    PKCS11Constants.CKA_PRIVATE,
    PKCS11Constants.CKA_SENSITIVE,
    PKCS11Constants.CKA_EXTRACTABLE,
    PKCS11Constants.CKA_MODIFIABLE,
    PKCS11Constants.CKA_ENCRYPT,
    PKCS11Constants.CKA_DECRYPT,
    PKCS11Constants.CKA_SIGN,
    PKCS11Constants.CKA_VERIFY,
    PKCS11Constants.CKA_WRAP,
    PKCS11Constants.CKA_UNWRAP,
    PKCS11Constants.CKA_DERIVE,
  };

  /** An AES-256 token key with an id of its own. */
  CK_ATTRIBUTE[] key() {
    UUID id = UUID.randomUUID();
    byte[] bytes =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    List<CK_ATTRIBUTE> attributes = new ArrayList<>();
    attributes.add(new CK_ATTRIBUTE(PKCS11Constants.CKA_CLASS, PKCS11Constants.CKO_SECRET_KEY));
    attributes.add(new CK_ATTRIBUTE(PKCS11Constants.CKA_KEY_TYPE, PKCS11Constants.CKK_AES));
    attributes.add(new CK_ATTRIBUTE(PKCS11Constants.CKA_LABEL, text("keyferry " + id)));
    attributes.add(new CK_ATTRIBUTE(PKCS11Constants.CKA_ID, bytes));
    for (long type : TRUE_OF_THE_KEY) {
      attributes.add(new CK_ATTRIBUTE(type, true));
    }
    attributes.add(new CK_ATTRIBUTE(PKCS11Constants.CKA_VALUE_LEN, 32L));
    return attributes.toArray(CK_ATTRIBUTE[]::new);
  }

  /** KMS's wrapping key as a session object. */
  CK_ATTRIBUTE[] wrappingKey() {
    return new CK_ATTRIBUTE[] {
      new CK_ATTRIBUTE(PKCS11Constants.CKA_CLASS, PKCS11Constants.CKO_PUBLIC_KEY),
      new CK_ATTRIBUTE(PKCS11Constants.CKA_KEY_TYPE, PKCS11Constants.CKK_RSA),
      new CK_ATTRIBUTE(PKCS11Constants.CKA_TOKEN, false),
      new CK_ATTRIBUTE(PKCS11Constants.CKA_PRIVATE, false),
      new CK_ATTRIBUTE(PKCS11Constants.CKA_LABEL, text("keyferry-wrapping-key")),
      new CK_ATTRIBUTE(PKCS11Constants.CKA_MODULUS, wrappingKeyOfKms.getModulus()),
      new CK_ATTRIBUTE(PKCS11Constants.CKA_PUBLIC_EXPONENT, wrappingKeyOfKms.getPublicExponent()),
      new CK_ATTRIBUTE(PKCS11Constants.CKA_ENCRYPT, true),
      new CK_ATTRIBUTE(PKCS11Constants.CKA_VERIFY, true),
      new CK_ATTRIBUTE(PKCS11Constants.CKA_WRAP, true),
    };
  }

  CK_MECHANISM oaep() {
    boolean sha256 = algorithm == WrappingAlgorithm.RSAES_OAEP_SHA_256;
    CK_RSA_PKCS_OAEP_PARAMS parameters = new CK_RSA_PKCS_OAEP_PARAMS();
    parameters.hashAlg = sha256 ? PKCS11Constants.CKM_SHA256 : PKCS11Constants.CKM_SHA_1;
    parameters.mgf = sha256 ? PKCS11Constants.CKG_MGF1_SHA256 : PKCS11Constants.CKG_MGF1_SHA1;
    parameters.source = PKCS11Constants.CKZ_DATA_SPECIFIED;
    CK_MECHANISM mechanism = new CK_MECHANISM(PKCS11Constants.CKM_RSA_PKCS_OAEP);
    mechanism.pParameter = parameters;
    return mechanism;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
