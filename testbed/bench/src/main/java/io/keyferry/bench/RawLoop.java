package io.keyferry.bench;

import io.keyferry.model.value.Blob;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingPublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sun.security.pkcs11.wrapper.CK_C_INITIALIZE_ARGS;
import sun.security.pkcs11.wrapper.CK_MECHANISM;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Constants;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * The PKCS#11 calls that an import needs, and no others, through the JDK's own wrapper: generate an
 * AES key in the token, create the wrapping key, wrap, destroy the wrapping key. A separate
 * program, like the agent.
 */
public final class RawLoop {

  private final PKCS11 pkcs11;
  private final long slot;
  private final RawTemplates templates;

  private RawLoop(PKCS11 pkcs11, long slot, RawTemplates templates) {
    this.pkcs11 = pkcs11;
    this.slot = slot;
    this.templates = templates;
  }

  /**
   * Prints how many nanoseconds the wraps took.
   *
   * @param args the library, its parameters or an empty text, the token's label, the PIN's file,
   *     the wrapping key (DER in base64), the wrapping algorithm, the number of warm-up wraps, the
   *     number of measured wraps, the number of parallel sessions
   */
  public static void main(String[] args) throws Exception {
    CK_C_INITIALIZE_ARGS initialize = new CK_C_INITIALIZE_ARGS();
    initialize.flags = PKCS11Constants.CKF_OS_LOCKING_OK;
    if (!args[1].isEmpty()) {
      initialize.pReserved = args[1];
    }
    PKCS11 pkcs11 = PKCS11.getInstance(args[0], null, initialize, false);
    WrappingPublicKey wrappingKey = new WrappingPublicKey(new Blob(args[4]));
    RawTemplates templates =
        new RawTemplates(wrappingKey.rsa(wrappingKey.spec()), WrappingAlgorithm.valueOf(args[5]));
    RawLoop loop = new RawLoop(pkcs11, slot(pkcs11, args[2]), templates);
    loop.login(Path.of(args[3]));
    int sessions = Integer.parseInt(args[8]);
    loop.run(Integer.parseInt(args[6]), sessions);
    long begun = System.nanoTime();
    loop.run(Integer.parseInt(args[7]), sessions);
    System.out.println(System.nanoTime() - begun);
  }

  private static long slot(PKCS11 pkcs11, String label) throws PKCS11Exception {
    for (long slot : pkcs11.C_GetSlotList(true)) {
      if (String.valueOf(pkcs11.C_GetTokenInfo(slot).label).strip().equals(label)) {
        return slot;
      }
    }
    throw new IllegalArgumentException("expected a token with label " + label + ", found none");
  }

  private void login(Path file) throws IOException, PKCS11Exception {
    byte[] bytes = Files.readAllBytes(file);
    char[] pin = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      pin[i] = (char) bytes[i];
    }
    pkcs11.C_Login(open(), PKCS11Constants.CKU_USER, pin);
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(pin, '\0');
  }

  private long open() throws PKCS11Exception {
    long flags = PKCS11Constants.CKF_SERIAL_SESSION | PKCS11Constants.CKF_RW_SESSION;
    return pkcs11.C_OpenSession(slot, flags, null, null);
  }

  private void run(int wraps, int sessions) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(sessions)) {
      List<Future<Integer>> parts = new ArrayList<>();
      for (int i = 0; i < sessions; i++) {
        int part = wraps / sessions + (i < wraps % sessions ? 1 : 0);
        parts.add(threads.submit(() -> runInOneSession(part)));
      }
      for (Future<Integer> part : parts) {
        int _ = part.get();
      }
    }
  }

  private int runInOneSession(int wraps) throws PKCS11Exception {
    long session = open();
    for (int i = 0; i < wraps; i++) {
      CK_MECHANISM generation = new CK_MECHANISM(PKCS11Constants.CKM_AES_KEY_GEN);
      long key = pkcs11.C_GenerateKey(session, generation, templates.key());
      long wrappingKey = pkcs11.C_CreateObject(session, templates.wrappingKey());
      pkcs11.C_WrapKey(session, templates.oaep(), wrappingKey, key);
      pkcs11.C_DestroyObject(session, wrappingKey);
    }
    pkcs11.C_CloseSession(session);
    return wraps;
  }
}
