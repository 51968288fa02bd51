package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.Template.KeyType;
import io.keyferry.agent.hsm.Template.ObjectClass;
import io.keyferry.model.Blob;
import io.keyferry.model.CkaId;
import io.keyferry.model.KeyCheckValue;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Reads what a token tells of a key. Never its value. */
final class KeyReading {

  /** {@code CKK_GENERIC_SECRET}, and {@code CKK_SHA256_HMAC} to {@code CKK_SHA224_HMAC}. */
  private static final Set<Long> SECRETS =
      Set.of(KeyType.GENERIC_SECRET.value(), 0x2BL, 0x2CL, 0x2DL, 0x2EL);

  private final Pkcs11Token token;
  private final CryptokiSession session;

  KeyReading(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
  }

  /** Empty if the object has no {@code CKA_ID} that could name it. */
  Optional<CkaId> id(long handle) throws HsmException {
    return session
        .readBytes(handle, Attribute.ID)
        .filter(bytes -> bytes.length <= CkaId.MOST_BYTES)
        .map(CkaId::of);
  }

  HsmKey read(ObjectClass objectClass, CkaId id, long handle) throws HsmException {
    SortedMap<String, Boolean> attributes = KeyAttributes.read(session, handle);
    PublicHalf half = new PublicHalf(session, id, handle);
    KeyForm form =
        objectClass == ObjectClass.SECRET_KEY ? secretForm(handle) : pairForm(handle, half);
    return new HsmKey(
        id,
        session.readLabel(handle),
        form,
        attributes,
        checkValue(form, handle, attributes),
        publicKey(form, half),
        ouid(handle),
        new ObjectHandle(session, handle));
  }

  private KeyForm secretForm(long handle) throws HsmException {
    long type = type(handle);
    boolean aes = type == KeyType.AES.value();
    if (!aes && !SECRETS.contains(type)) {
      return new KeyForm.Other("a secret key of type 0x" + Long.toHexString(type));
    }
    Optional<Long> length = session.readLong(handle, Attribute.VALUE_LEN);
    if (length.isEmpty()) {
      return new KeyForm.Other("a secret key of which the token tells no CKA_VALUE_LEN");
    }
    int bytes = Math.toIntExact(length.get());
    return aes ? new KeyForm.Aes(bytes) : new KeyForm.Secret(bytes);
  }

  private KeyForm pairForm(long handle, PublicHalf half) throws HsmException {
    long type = type(handle);
    if (type == KeyType.RSA.value()) {
      return half.modulus()
          .<KeyForm>map(modulus -> new KeyForm.Rsa(new BigInteger(1, modulus).bitLength()))
          .orElse(new KeyForm.Other("an RSA private key of which the token tells no CKA_MODULUS"));
    }
    return curve(handle)
        .<KeyForm>map(curve -> new KeyForm.Elliptic(curve.spec()))
        .orElse(
            new KeyForm.Other(
                "a private key of type 0x%x, not on a curve of KMS's".formatted(type)));
  }

  private long type(long handle) throws HsmException {
    return session
        .readLong(handle, Attribute.KEY_TYPE)
        .orElseThrow(
            () -> new HsmException(Fault.REFUSED, "expected a key with CKA_KEY_TYPE, found none"));
  }

  private Optional<Curve> curve(long handle) throws HsmException {
    return session.readBytes(handle, Attribute.EC_PARAMS).flatMap(Curve::of);
  }

  private Optional<KeyCheckValue> checkValue(
      KeyForm form, long handle, SortedMap<String, Boolean> attributes) throws HsmException {
    return form instanceof KeyForm.Aes
        ? KeyCheckValues.of(token, session, handle, attributes)
        : Optional.empty();
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

  /** A token that is no Luna may answer anything to this; it is no reason to fail. */
  private Optional<String> ouid(long handle) throws HsmException {
    try {
      return session.readBytes(handle, Attribute.OUID).map(HexFormat.of()::formatHex);
    } catch (HsmException e) {
      if (e.fault() != Fault.REFUSED) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
