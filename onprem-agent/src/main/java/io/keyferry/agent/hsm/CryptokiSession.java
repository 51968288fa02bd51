package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.CK_MECHANISM;
import sun.security.pkcs11.wrapper.CK_RSA_PKCS_OAEP_PARAMS;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * The calls of one PKCS#11 session that the agent makes, and no others: there is no way here to
 * encrypt, to decrypt or to read a key's value. By one thread at a time.
 */
final class CryptokiSession {

  /** The two halves of a generated key pair, by handle. */
  record KeyPair(long publicKey, long privateKey) {}

  /** A call without an answer. */
  @FunctionalInterface
  private interface Action {
    void run() throws PKCS11Exception;
  }

  private static final long CKU_USER = 1;
  private static final long CKS_RW_USER_FUNCTIONS = 3;
  private static final long CKZ_DATA_SPECIFIED = 1;
  private static final long FIND_BATCH = 64;

  private final Cryptoki library;
  private final PKCS11 pkcs11;
  private final long handle;
  private volatile boolean closed;

  CryptokiSession(Cryptoki library, PKCS11 pkcs11, long handle) {
    this.library = library;
    this.pkcs11 = pkcs11;
    this.handle = handle;
  }

  /** Logs the whole process in. That it is logged in already is fine. One try. */
  void login(Pin pin) throws HsmException {
    char[] bytes = pin.utf8Bytes();
    try {
      run("C_Login", () -> loginOrStay(bytes));
    } finally {
      Arrays.fill(bytes, '\0');
    }
  }

  private void loginOrStay(char[] pin) throws PKCS11Exception {
    try {
      pkcs11.C_Login(handle, CKU_USER, pin);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != ReturnCode.USER_ALREADY_LOGGED_IN) {
        throw e;
      }
    }
  }

  boolean isLoggedIn() throws HsmException {
    return get("C_GetSessionInfo", () -> pkcs11.C_GetSessionInfo(handle)).state
        == CKS_RW_USER_FUNCTIONS;
  }

  /** The handles of all objects that the template matches. */
  List<Long> find(Template template) throws HsmException {
    List<Long> found = new ArrayList<>();
    run("C_FindObjectsInit", () -> pkcs11.C_FindObjectsInit(handle, attributes(template)));
    try {
      long[] batch;
      do {
        batch = get("C_FindObjects", () -> pkcs11.C_FindObjects(handle, FIND_BATCH));
        Arrays.stream(batch).forEach(found::add);
      } while (batch.length > 0);
    } finally {
      run("C_FindObjectsFinal", () -> pkcs11.C_FindObjectsFinal(handle));
    }
    return found;
  }

  /** Empty if the token does not know the attribute for this object. */
  Optional<Boolean> readBoolean(long object, Attribute attribute) throws HsmException {
    return read(object, attribute).map(Boolean.class::cast);
  }

  /** Empty if the token does not know the attribute for this object. */
  Optional<Long> readLong(long object, Attribute attribute) throws HsmException {
    return read(object, attribute).map(Long.class::cast);
  }

  /** Empty if the token does not know the attribute for this object, or has no bytes there. */
  Optional<byte[]> readBytes(long object, Attribute attribute) throws HsmException {
    return read(object, attribute).map(byte[].class::cast).filter(bytes -> bytes.length > 0);
  }

  /** The {@code CKA_LABEL}, empty text if there is none. */
  String readLabel(long object) throws HsmException {
    return read(object, Attribute.LABEL).map(char[].class::cast).map(Cryptoki::text).orElse("");
  }

  /** One attribute a call: on some tokens one that is unknown spoils the answer for all others. */
  private Optional<Object> read(long object, Attribute attribute) throws HsmException {
    return get("C_GetAttributeValue of " + attribute, () -> readOrAbsent(object, attribute));
  }

  private Optional<Object> readOrAbsent(long object, Attribute attribute) throws PKCS11Exception {
    CK_ATTRIBUTE[] asked = {new CK_ATTRIBUTE(attribute.type())};
    try {
      pkcs11.C_GetAttributeValue(handle, object, asked);
      return Optional.ofNullable(asked[0].pValue);
    } catch (PKCS11Exception e) {
      long code = e.getErrorCode();
      if (code == ReturnCode.ATTRIBUTE_TYPE_INVALID || code == ReturnCode.ATTRIBUTE_SENSITIVE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  void set(long object, Template template) throws HsmException {
    run(
        "C_SetAttributeValue of " + template.values().keySet(),
        () -> pkcs11.C_SetAttributeValue(handle, object, attributes(template)));
  }

  long create(Template template) throws HsmException {
    return get("C_CreateObject", () -> pkcs11.C_CreateObject(handle, attributes(template)));
  }

  void destroy(long object) throws HsmException {
    run("C_DestroyObject", () -> pkcs11.C_DestroyObject(handle, object));
  }

  long generateKey(Mechanism mechanism, Template template) throws HsmException {
    return get(
        "C_GenerateKey with " + mechanism,
        () -> pkcs11.C_GenerateKey(handle, ck(mechanism), attributes(template)));
  }

  KeyPair generateKeyPair(Mechanism mechanism, Template publicKey, Template privateKey)
      throws HsmException {
    long[] handles =
        get(
            "C_GenerateKeyPair with " + mechanism,
            () ->
                pkcs11.C_GenerateKeyPair(
                    handle, ck(mechanism), attributes(publicKey), attributes(privateKey)));
    return new KeyPair(handles[0], handles[1]);
  }

  byte[] sign(Mechanism mechanism, long key, byte[] data) throws HsmException {
    run("C_SignInit with " + mechanism, () -> pkcs11.C_SignInit(handle, ck(mechanism), key));
    return get("C_Sign with " + mechanism, () -> pkcs11.C_Sign(handle, data));
  }

  byte[] wrap(Mechanism mechanism, long wrappingKey, long key) throws HsmException {
    return get(
        "C_WrapKey with " + mechanism,
        () -> pkcs11.C_WrapKey(handle, ck(mechanism), wrappingKey, key));
  }

  byte[] random(int length) throws HsmException {
    byte[] bytes = new byte[length];
    run("C_GenerateRandom", () -> pkcs11.C_GenerateRandom(handle, bytes));
    return bytes;
  }

  /** Closes the session, and with it its session objects. Twice is fine. */
  void close() throws HsmException {
    if (!closed) {
      run("C_CloseSession", this::closeNow);
    }
  }

  /** Closed even if the token refuses: its handle may mean another session from now on. */
  private void closeNow() throws PKCS11Exception {
    closed = true;
    pkcs11.C_CloseSession(handle);
  }

  private void run(String name, Action action) throws HsmException {
    get(
        name,
        () -> {
          action.run();
          return true;
        });
  }

  private <T> T get(String name, Cryptoki.Call<T> call) throws HsmException {
    if (closed) {
      throw new HsmException(
          Fault.SESSION_LOST, name + ": the session was closed here; open a new one");
    }
    return library.run(name, call);
  }

  private static CK_ATTRIBUTE[] attributes(Template template) {
    return template.values().entrySet().stream()
        .map(entry -> new CK_ATTRIBUTE(entry.getKey().type(), entry.getValue()))
        .toArray(CK_ATTRIBUTE[]::new);
  }

  private static CK_MECHANISM ck(Mechanism mechanism) {
    CK_MECHANISM ck = new CK_MECHANISM(mechanism.type());
    if (mechanism.isOaep()) {
      CK_RSA_PKCS_OAEP_PARAMS oaep = new CK_RSA_PKCS_OAEP_PARAMS();
      oaep.hashAlg = mechanism.oaepHash();
      oaep.mgf = mechanism.oaepMgf();
      oaep.source = CKZ_DATA_SPECIFIED;
      ck.pParameter = oaep;
    }
    return ck;
  }
}
