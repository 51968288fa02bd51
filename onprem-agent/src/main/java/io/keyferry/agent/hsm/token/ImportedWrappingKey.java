package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.Luna;
import io.keyferry.agent.hsm.WrappingKey;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.AttributeValues;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.NewObject;
import io.keyferry.agent.hsm.pkcs11.Template;
import io.keyferry.agent.hsm.pkcs11.Template.KeyType;
import io.keyferry.agent.hsm.pkcs11.Template.ObjectClass;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An RSA public key as a session object, which is destroyed with the session at the latest. */
final class ImportedWrappingKey implements WrappingKey {

  private static final Logger LOG = LoggerFactory.getLogger(ImportedWrappingKey.class);
  private static final String LABEL = "keyferry-wrapping-key";
  private static final Set<Attribute> USAGES =
      EnumSet.of(Attribute.ENCRYPT, Attribute.VERIFY, Attribute.WRAP);

  private final ObjectHandle object;
  private final int bits;
  private boolean closed;
  private boolean destroyed;

  private ImportedWrappingKey(ObjectHandle object, int bits) {
    this.object = object;
    this.bits = bits;
  }

  /** Creates the object, reads back its usages and sets those that the token did not apply. */
  static ImportedWrappingKey in(Pkcs11Token token, CryptokiSession session, RSAPublicKey publicKey)
      throws HsmException {
    Template template =
        Template.of(ObjectClass.PUBLIC_KEY, KeyType.RSA)
            .with(Attribute.TOKEN, false)
            .with(Attribute.PRIVATE, false)
            .with(Attribute.LABEL, LABEL)
            .with(Attribute.MODULUS, unsigned(publicKey.getModulus()))
            .with(Attribute.PUBLIC_EXPONENT, unsigned(publicKey.getPublicExponent()));
    USAGES.forEach(usage -> template.with(usage, true));
    long handle = session.create(template);
    return NewObject.destroyOnFailure(
        session,
        handle,
        () -> {
          allowUsages(token, session, handle);
          return new ImportedWrappingKey(
              new ObjectHandle(session, handle), publicKey.getModulus().bitLength());
        });
  }

  private static void allowUsages(Pkcs11Token token, CryptokiSession session, long handle)
      throws HsmException {
    for (Attribute usage : missing(session, handle)) {
      session.set(handle, Template.only(usage, true));
    }
    List<Attribute> missing = missing(session, handle);
    if (!missing.isEmpty()) {
      throw new HsmException(
          Fault.REFUSED,
          "expected the wrapping key to have %s true, found that the token does not accept %s: %s"
              .formatted(
                  names(USAGES),
                  names(missing),
                  Luna.either(
                      token.identity(),
                      "see partition policies 10 (multipurpose keys) and 11 (changing key attributes)",
                      "allow these attributes on public keys in the token's configuration")));
    }
  }

  private static List<Attribute> missing(CryptokiSession session, long handle) throws HsmException {
    AttributeValues found = session.read(handle, USAGES);
    return USAGES.stream().filter(usage -> !found.bool(usage).orElse(false)).toList();
  }

  private static String names(Collection<Attribute> attributes) {
    return attributes.stream().map(Attribute::toString).collect(Collectors.joining(", "));
  }

  /** Big-endian without the sign byte, as PKCS#11 requires. */
  private static byte[] unsigned(BigInteger value) {
    byte[] signed = value.toByteArray();
    return signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
  }

  ObjectHandle object() {
    return object;
  }

  @Override
  public int bits() {
    return bits;
  }

  @Override
  public boolean destroyed() {
    return destroyed;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      object.session().destroy(object.value());
      destroyed = true;
    } catch (HsmException e) {
      LOG.warn(
          "The wrapping key could not be destroyed; the end of the session destroys it: {}",
          e.getMessage());
    }
  }
}
