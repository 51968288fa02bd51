package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.Curve;
import io.keyferry.model.value.CkaId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.CK_C_INITIALIZE_ARGS;
import sun.security.pkcs11.wrapper.CK_MECHANISM;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * The token as another program sees it: what the agent may not do, and what others may have done.
 * The library must be initialized and the process logged in.
 */
public final class RawToken implements AutoCloseable {

  public static final long CKO_PUBLIC_KEY = 2;
  public static final long CKO_PRIVATE_KEY = 3;
  public static final long CKO_SECRET_KEY = 4;
  public static final long CKK_RSA = 0;
  public static final long CKK_EC = 3;
  public static final long CKK_GENERIC_SECRET = 0x10;
  public static final long CKK_DES3 = 0x15;
  public static final long CKK_AES = 0x1F;
  public static final long CKA_VALUE = 0x11;
  private static final long CKM_AES_KEY_GEN = 0x1080;
  private static final long CKM_EC_KEY_PAIR_GEN = 0x1040;
  private static final long CKM_EC_EDWARDS_KEY_PAIR_GEN = 0x1055;
  private static final long OS_LOCKING = 2;
  private static final long SERIAL_RW = 6;

  private final PKCS11 pkcs11;
  private final long session;

  private RawToken(PKCS11 pkcs11, long session) {
    this.pkcs11 = pkcs11;
    this.session = session;
  }

  static RawToken of(TestToken token) throws IOException, PKCS11Exception {
    Path library = token.library();
    CK_C_INITIALIZE_ARGS args = new CK_C_INITIALIZE_ARGS();
    args.flags = OS_LOCKING;
    // A spelling of the path that the agent does not use, so that it belongs to this test alone.
    String spelling = library.getParent() + "//" + library.getFileName();
    PKCS11 pkcs11 = PKCS11.getInstance(spelling, null, args, true);
    for (long slot : pkcs11.C_GetSlotList(true)) {
      String label = new String(pkcs11.C_GetTokenInfo(slot).label).strip();
      if (label.equals(token.settings().label())) {
        return new RawToken(pkcs11, pkcs11.C_OpenSession(slot, SERIAL_RW, null, null));
      }
    }
    throw new IOException("expected token " + token.settings().label() + ", found none");
  }

  public long[] find(Map<Attribute, Object> template) throws PKCS11Exception {
    pkcs11.C_FindObjectsInit(session, attributes(template));
    try {
      return pkcs11.C_FindObjects(session, 10_000);
    } finally {
      pkcs11.C_FindObjectsFinal(session);
    }
  }

  /** Every object that this process can see, including session objects of all sessions. */
  public int countObjects() throws PKCS11Exception {
    return find(Map.of()).length;
  }

  public long one(long objectClass, CkaId id) throws PKCS11Exception {
    long[] found = find(Map.of(Attribute.CLASS, objectClass, Attribute.ID, id.bytes()));
    if (found.length != 1) {
      throw new IllegalStateException("expected one object, found " + found.length);
    }
    return found[0];
  }

  public Object read(long object, long attributeType) throws PKCS11Exception {
    CK_ATTRIBUTE[] asked = {new CK_ATTRIBUTE(attributeType)};
    pkcs11.C_GetAttributeValue(session, object, asked);
    return asked[0].pValue;
  }

  /** An AES-256 token key; the attributes override those of a good key. */
  public long generateAes(Map<Attribute, Object> attributes) throws PKCS11Exception {
    Map<Attribute, Object> full = new EnumMap<>(Attribute.class);
    full.putAll(
        Map.of(
            Attribute.CLASS, CKO_SECRET_KEY,
            Attribute.KEY_TYPE, CKK_AES,
            Attribute.VALUE_LEN, 32L,
            Attribute.TOKEN, true,
            Attribute.PRIVATE, true,
            Attribute.SENSITIVE, true,
            Attribute.EXTRACTABLE, true,
            Attribute.SIGN, true));
    full.putAll(attributes);
    return pkcs11.C_GenerateKey(session, new CK_MECHANISM(CKM_AES_KEY_GEN), attributes(full));
  }

  /** A P-256 token key pair, both halves with this label and id. */
  public void generateEc(String label, CkaId id, boolean extractable) throws PKCS11Exception {
    Map<Attribute, Object> both =
        Map.of(
            Attribute.TOKEN,
            true,
            Attribute.LABEL,
            label.getBytes(StandardCharsets.UTF_8),
            Attribute.ID,
            id.bytes());
    Map<Attribute, Object> publicHalf = new EnumMap<>(both);
    publicHalf.put(Attribute.EC_PARAMS, Curve.P256.parameters());
    publicHalf.put(Attribute.VERIFY, true);
    Map<Attribute, Object> privateHalf = new EnumMap<>(both);
    privateHalf.putAll(
        Map.of(
            Attribute.PRIVATE, true,
            Attribute.SENSITIVE, true,
            Attribute.EXTRACTABLE, extractable,
            Attribute.SIGN, true));
    pkcs11.C_GenerateKeyPair(
        session,
        new CK_MECHANISM(CKM_EC_KEY_PAIR_GEN),
        attributes(publicHalf),
        attributes(privateHalf));
  }

  /** Whether the token generates and stores pairs on this curve. */
  boolean keepsPairsOn(Curve curve) {
    Map<Attribute, Object> publicHalf =
        Map.of(Attribute.TOKEN, true, Attribute.EC_PARAMS, curve.parameters());
    Map<Attribute, Object> privateHalf =
        Map.of(
            Attribute.TOKEN, true,
            Attribute.PRIVATE, true,
            Attribute.SENSITIVE, true,
            Attribute.SIGN, true);
    long mechanism = curve == Curve.ED25519 ? CKM_EC_EDWARDS_KEY_PAIR_GEN : CKM_EC_KEY_PAIR_GEN;
    try {
      long[] pair =
          pkcs11.C_GenerateKeyPair(
              session,
              new CK_MECHANISM(mechanism),
              attributes(publicHalf),
              attributes(privateHalf));
      for (long half : pair) {
        pkcs11.C_DestroyObject(session, half);
      }
      return true;
    } catch (PKCS11Exception e) {
      return false;
    }
  }

  /** A 32-byte token key imported from outside. */
  public void createSecret(long keyType, CkaId id) throws PKCS11Exception {
    CK_ATTRIBUTE[] attributes = {
      new CK_ATTRIBUTE(Attribute.CLASS.type(), CKO_SECRET_KEY),
      new CK_ATTRIBUTE(Attribute.KEY_TYPE.type(), keyType),
      new CK_ATTRIBUTE(Attribute.TOKEN.type(), true),
      new CK_ATTRIBUTE(Attribute.ID.type(), id.bytes()),
      new CK_ATTRIBUTE(CKA_VALUE, new byte[keyType == CKK_DES3 ? 24 : 32])
    };
    pkcs11.C_CreateObject(session, attributes);
  }

  /** A public half of somebody else's key, imported as a token object. */
  public void plantEcPublic(CkaId id, byte[] ecPoint) throws PKCS11Exception {
    Map<Attribute, Object> planted = new EnumMap<>(Attribute.class);
    planted.putAll(
        Map.of(
            Attribute.CLASS,
            CKO_PUBLIC_KEY,
            Attribute.KEY_TYPE,
            CKK_EC,
            Attribute.TOKEN,
            true,
            Attribute.PRIVATE,
            false,
            Attribute.VERIFY,
            true,
            Attribute.ID,
            id.bytes(),
            Attribute.EC_PARAMS,
            Curve.P256.parameters(),
            Attribute.EC_POINT,
            ecPoint));
    pkcs11.C_CreateObject(session, attributes(planted));
  }

  void relabel(long object, String label) throws PKCS11Exception {
    pkcs11.C_SetAttributeValue(
        session,
        object,
        attributes(Map.of(Attribute.LABEL, label.getBytes(StandardCharsets.UTF_8))));
  }

  public void destroy(long object) throws PKCS11Exception {
    pkcs11.C_DestroyObject(session, object);
  }

  @Override
  public void close() throws PKCS11Exception {
    pkcs11.C_CloseSession(session);
  }

  private static CK_ATTRIBUTE[] attributes(Map<Attribute, Object> template) {
    return template.entrySet().stream()
        .map(entry -> new CK_ATTRIBUTE(entry.getKey().type(), entry.getValue()))
        .toArray(CK_ATTRIBUTE[]::new);
  }
}
