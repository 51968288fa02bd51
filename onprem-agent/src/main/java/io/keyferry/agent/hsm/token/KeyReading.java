package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.AttributeValues;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Curve;
import io.keyferry.agent.hsm.pkcs11.Template.KeyType;
import io.keyferry.agent.hsm.pkcs11.Template.ObjectClass;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeyCheckValue;
import java.math.BigInteger;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Reads what a token reports about a key, never its value. */
final class KeyReading {

  /** {@code CKK_GENERIC_SECRET}, and {@code CKK_SHA256_HMAC} to {@code CKK_SHA224_HMAC}. */
  private static final Set<Long> SECRETS =
      Set.of(KeyType.GENERIC_SECRET.value(), 0x2BL, 0x2CL, 0x2DL, 0x2EL);

  private static final Set<Attribute> REPORTED = with(Attribute.LABEL, Attribute.KEY_TYPE);
  private static final Set<Attribute> REPORTED_OF_SECRETS =
      with(Attribute.LABEL, Attribute.KEY_TYPE, Attribute.VALUE_LEN);

  private final Pkcs11Token token;
  private final CryptokiSession session;

  KeyReading(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
  }

  private static Set<Attribute> with(Attribute... more) {
    Set<Attribute> reported = EnumSet.copyOf(KeyAttributes.REPORTED);
    reported.addAll(List.of(more));
    return Collections.unmodifiableSet(reported);
  }

  /** Empty if the object has no usable {@code CKA_ID}. */
  Optional<CkaId> id(long handle) throws HsmException {
    return session
        .read(handle, Attribute.ID)
        .bytes(Attribute.ID)
        .filter(bytes -> bytes.length <= CkaId.MAX_BYTES)
        .map(CkaId::of);
  }

  /** Reads a key to wrap. Without a stored check value, computes one from a MAC by the key. */
  HsmKey read(ObjectClass objectClass, CkaId id, long handle) throws HsmException {
    return read(objectClass, id, handle, true);
  }

  /** Reads a key without using it. */
  HsmKey look(ObjectClass objectClass, CkaId id, long handle) throws HsmException {
    return read(objectClass, id, handle, false);
  }

  private HsmKey read(ObjectClass objectClass, CkaId id, long handle, boolean use)
      throws HsmException {
    boolean secret = objectClass == ObjectClass.SECRET_KEY;
    AttributeValues values = session.read(handle, secret ? REPORTED_OF_SECRETS : REPORTED);
    SortedMap<String, Boolean> attributes = KeyAttributes.of(values);
    PublicHalf half = new PublicHalf(session, id, handle);
    KeyForm form = secret ? secretForm(values) : pairForm(handle, values, half);
    return new HsmKey(
        id,
        values.label(),
        form,
        attributes,
        new HsmKey.Fingerprints(
            form instanceof KeyForm.Aes ? checkValue(handle, attributes, use) : Optional.empty(),
            publicKey(form, half),
            ouid(handle)),
        new ObjectHandle(session, handle));
  }

  private static KeyForm secretForm(AttributeValues values) throws HsmException {
    long type = type(values);
    boolean aes = type == KeyType.AES.value();
    if (!aes && !SECRETS.contains(type)) {
      return new KeyForm.Other("a secret key of type 0x" + Long.toHexString(type));
    }
    Optional<Long> length = values.number(Attribute.VALUE_LEN);
    if (length.isEmpty()) {
      return new KeyForm.Other("a secret key without a reported CKA_VALUE_LEN");
    }
    int bytes = Math.toIntExact(length.get());
    return aes ? new KeyForm.Aes(bytes) : new KeyForm.Secret(bytes);
  }

  private KeyForm pairForm(long handle, AttributeValues values, PublicHalf half)
      throws HsmException {
    long type = type(values);
    if (type == KeyType.RSA.value()) {
      return half.modulus()
          .<KeyForm>map(modulus -> new KeyForm.Rsa(new BigInteger(1, modulus).bitLength()))
          .orElse(new KeyForm.Other("an RSA private key without a reported CKA_MODULUS"));
    }
    return curve(handle)
        .<KeyForm>map(curve -> new KeyForm.Elliptic(curve.spec()))
        .orElse(
            new KeyForm.Other(
                "a private key of type 0x%x, not on a curve that KMS supports".formatted(type)));
  }

  private static long type(AttributeValues values) throws HsmException {
    return values
        .number(Attribute.KEY_TYPE)
        .orElseThrow(
            () -> new HsmException(Fault.REFUSED, "expected a key with CKA_KEY_TYPE, found none"));
  }

  private Optional<Curve> curve(long handle) throws HsmException {
    return session.read(handle, Attribute.EC_PARAMS).bytes(Attribute.EC_PARAMS).flatMap(Curve::of);
  }

  private Optional<KeyCheckValue> checkValue(
      long handle, SortedMap<String, Boolean> attributes, boolean use) throws HsmException {
    Optional<KeyCheckValue> kept = KeyCheckValues.kept(session, handle);
    return kept.isEmpty() && use ? KeyCheckValues.made(token, session, handle, attributes) : kept;
  }

  private static Optional<Blob> publicKey(KeyForm form, PublicHalf half) throws HsmException {
    return switch (form) {
      case KeyForm.Rsa rsa -> half.rsa();
      case KeyForm.Elliptic elliptic -> half.elliptic(Curve.of(elliptic.curve()).orElseThrow());
      case KeyForm.Aes aes -> Optional.empty();
      case KeyForm.Secret secret -> Optional.empty();
      case KeyForm.Other other -> Optional.empty();
    };
  }

  /** Never fails, because tokens other than Luna may return anything here. */
  private Optional<String> ouid(long handle) throws HsmException {
    try {
      return session
          .read(handle, Attribute.OUID)
          .bytes(Attribute.OUID)
          .map(HexFormat.of()::formatHex);
    } catch (HsmException e) {
      if (e.fault() != Fault.REFUSED) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
