package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.Pin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.CK_MECHANISM;
import sun.security.pkcs11.wrapper.CK_RSA_PKCS_OAEP_PARAMS;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * The calls of one PKCS#11 session that the agent needs, and no others: none encrypts, decrypts or
 * reads a key's value. Used by one thread at a time.
 */
public final class CryptokiSession {

  /** The two halves of a generated key pair, by handle. */
  public record KeyPair(long publicKey, long privateKey) {}

  /** A call without a result. */
  @FunctionalInterface
  private interface Action {
    void run() throws PKCS11Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(CryptokiSession.class);
  private static final long CKU_USER = 1;
  private static final long CKS_RW_USER_FUNCTIONS = 3;
  private static final long CKZ_DATA_SPECIFIED = 1;
  private static final long FIND_BATCH = 64;

  private final NativeCalls calls;
  private final PKCS11 pkcs11;
  private final long handle;
  private final int epoch;
  private volatile boolean closed;

  /**
   * Whether a call of this session has not returned. PKCS#11 allows one call per session at a time.
   */
  private volatile boolean broken;

  CryptokiSession(NativeCalls calls, PKCS11 pkcs11, long handle, int epoch) {
    this.epoch = epoch;
    this.calls = calls;
    this.pkcs11 = pkcs11;
    this.handle = handle;
  }

  /** Logs in the whole process, with one try. Succeeds if it is already logged in. */
  public void login(Pin pin) throws HsmException {
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

  public boolean isLoggedIn() throws HsmException {
    return get("C_GetSessionInfo", () -> pkcs11.C_GetSessionInfo(handle)).state
        == CKS_RW_USER_FUNCTIONS;
  }

  /** The handles of all objects that the template matches. */
  public List<Long> find(Template template) throws HsmException {
    run("C_FindObjectsInit", () -> pkcs11.C_FindObjectsInit(handle, attributes(template)));
    List<Long> found = new ArrayList<>();
    try {
      long[] batch;
      do {
        batch = get("C_FindObjects", () -> pkcs11.C_FindObjects(handle, FIND_BATCH));
        Arrays.stream(batch).forEach(found::add);
      } while (batch.length > 0);
    } catch (HsmException e) {
      endSearch(e);
      throw e;
    }
    run("C_FindObjectsFinal", () -> pkcs11.C_FindObjectsFinal(handle));
    return found;
  }

  private void endSearch(HsmException failure) {
    try {
      run("C_FindObjectsFinal", () -> pkcs11.C_FindObjectsFinal(handle));
    } catch (HsmException e) {
      failure.addSuppressed(e);
    }
  }

  /** One attribute. */
  public AttributeValues read(long object, Attribute attribute) throws HsmException {
    return read(object, Set.of(attribute));
  }

  /**
   * Reads attributes of an object, in one call if the token knows all of them. Otherwise reads each
   * alone, because on some tokens an unknown one spoils the result for all others.
   */
  public AttributeValues read(long object, Set<Attribute> attributes) throws HsmException {
    Optional<Map<Attribute, Object>> all = ask(object, attributes);
    if (all.isPresent()) {
      return new AttributeValues(all.get());
    }
    Map<Attribute, Object> known = new EnumMap<>(Attribute.class);
    if (attributes.size() > 1) {
      for (Attribute attribute : attributes) {
        ask(object, Set.of(attribute)).ifPresent(known::putAll);
      }
    }
    return new AttributeValues(known);
  }

  private Optional<Map<Attribute, Object>> ask(long object, Set<Attribute> attributes)
      throws HsmException {
    return get(
        "C_GetAttributeValue of " + attributes, () -> valuesUnlessUnknown(object, attributes));
  }

  private Optional<Map<Attribute, Object>> valuesUnlessUnknown(
      long object, Set<Attribute> attributes) throws PKCS11Exception {
    List<Attribute> asked = List.copyOf(attributes);
    CK_ATTRIBUTE[] answers =
        asked.stream()
            .map(attribute -> new CK_ATTRIBUTE(attribute.type()))
            .toArray(CK_ATTRIBUTE[]::new);
    try {
      pkcs11.C_GetAttributeValue(handle, object, answers);
    } catch (PKCS11Exception e) {
      long code = e.getErrorCode();
      if (code == ReturnCode.ATTRIBUTE_TYPE_INVALID || code == ReturnCode.ATTRIBUTE_SENSITIVE) {
        return Optional.empty();
      }
      throw e;
    }
    Map<Attribute, Object> values = new EnumMap<>(Attribute.class);
    for (int i = 0; i < answers.length; i++) {
      Attribute attribute = asked.get(i);
      Optional.ofNullable(answers[i].pValue).ifPresent(value -> values.put(attribute, value));
    }
    return Optional.of(values);
  }

  public void set(long object, Template template) throws HsmException {
    run(
        "C_SetAttributeValue of " + template.values().keySet(),
        () -> pkcs11.C_SetAttributeValue(handle, object, attributes(template)));
  }

  public long create(Template template) throws HsmException {
    return get("C_CreateObject", () -> pkcs11.C_CreateObject(handle, attributes(template)));
  }

  public void destroy(long object) throws HsmException {
    run("C_DestroyObject", () -> pkcs11.C_DestroyObject(handle, object));
  }

  public long generateKey(Mechanism mechanism, Template template) throws HsmException {
    return get(
        "C_GenerateKey with " + mechanism,
        () -> pkcs11.C_GenerateKey(handle, ck(mechanism), attributes(template)));
  }

  public KeyPair generateKeyPair(Mechanism mechanism, Template publicKey, Template privateKey)
      throws HsmException {
    long[] handles =
        get(
            "C_GenerateKeyPair with " + mechanism,
            () ->
                pkcs11.C_GenerateKeyPair(
                    handle, ck(mechanism), attributes(publicKey), attributes(privateKey)));
    return new KeyPair(handles[0], handles[1]);
  }

  public byte[] sign(Mechanism mechanism, long key, byte[] data) throws HsmException {
    run("C_SignInit with " + mechanism, () -> pkcs11.C_SignInit(handle, ck(mechanism), key));
    return get("C_Sign with " + mechanism, () -> pkcs11.C_Sign(handle, data));
  }

  public byte[] wrap(Mechanism mechanism, long wrappingKey, long key) throws HsmException {
    return get(
        "C_WrapKey with " + mechanism,
        () -> pkcs11.C_WrapKey(handle, ck(mechanism), wrappingKey, key));
  }

  public byte[] random(int length) throws HsmException {
    byte[] bytes = new byte[length];
    run("C_GenerateRandom", () -> pkcs11.C_GenerateRandom(handle, bytes));
    return bytes;
  }

  /** Closes the session and destroys its session objects. May be called twice. */
  public void close() throws HsmException {
    if (broken) {
      closed = true;
    }
    if (!closed) {
      run("C_CloseSession", this::closeNow);
    }
  }

  /**
   * Counts as closed even if the token refuses, because the handle may refer to another session
   * from now on.
   */
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

  private <T> T get(String name, NativeCalls.Call<T> call) throws HsmException {
    if (closed || broken) {
      throw new HsmException(
          Fault.SESSION_LOST,
          name
              + (broken
                  ? ": an earlier call of this session has not returned; open a new one"
                  : ": the session was closed here; open a new one"));
    }
    try {
      return calls.run(name, epoch, call);
    } catch (StuckCallException e) {
      broken = true;
      e.whenEnded(failure -> closeAfterAll());
      throw e;
    }
  }

  /** Closes the session when a stuck call has finally returned. */
  private void closeAfterAll() {
    try {
      calls.run(
          "C_CloseSession",
          epoch,
          () -> {
            closeNow();
            return true;
          });
    } catch (HsmException e) {
      LOG.debug("A session whose call was stuck could not be closed: {}", e.getMessage());
    }
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
