package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.agent.hsm.Luna;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Template;
import io.keyferry.agent.hsm.pkcs11.Template.ObjectClass;

/** {@code CKA_EXTRACTABLE} of a key that is there: set, and read back. */
final class ExtractableAttribute {

  private final CryptokiSession session;
  private final KeyReading reading;

  ExtractableAttribute(CryptokiSession session, KeyReading reading) {
    this.session = session;
    this.reading = reading;
  }

  HsmKey set(HsmKey key, boolean extractable) throws HsmException {
    long handle = ObjectHandle.in(session, key.reference());
    session.set(handle, Template.only(Attribute.EXTRACTABLE, extractable));
    HsmKey changed = reading.read(objectClass(key.form()), key.id(), handle);
    if (KeyAttributes.isTrue(changed.attributes(), Attribute.EXTRACTABLE) != extractable) {
      throw new HsmException(
          Fault.REFUSED,
          "expected key '%s' with CKA_ID %s to have CKA_EXTRACTABLE %s after C_SetAttributeValue, found it as before: %s"
              .formatted(
                  key.label(),
                  key.id(),
                  extractable,
                  Luna.either(
                      reading.tokenIdentity(),
                      "see partition policy 11 (changing key attributes)",
                      "the token does not allow the change; import a new key")));
    }
    return changed;
  }

  private static ObjectClass objectClass(KeyForm form) {
    return switch (form) {
      case KeyForm.Rsa rsa -> ObjectClass.PRIVATE_KEY;
      case KeyForm.Elliptic elliptic -> ObjectClass.PRIVATE_KEY;
      case KeyForm.Aes aes -> ObjectClass.SECRET_KEY;
      case KeyForm.Secret secret -> ObjectClass.SECRET_KEY;
      case KeyForm.Other other -> ObjectClass.SECRET_KEY;
    };
  }
}
