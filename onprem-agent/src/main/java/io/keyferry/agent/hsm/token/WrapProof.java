package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.agent.hsm.pkcs11.NewObject;
import io.keyferry.agent.hsm.pkcs11.Template;
import io.keyferry.agent.hsm.pkcs11.Template.KeyType;
import io.keyferry.agent.hsm.pkcs11.Template.ObjectClass;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KeyCheckValue.Method;
import io.keyferry.model.value.WrappingAlgorithm;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Wraps as for KMS, but with a wrapping key of the agent and a temporary AES key, both session
 * objects. Opens the result in Java and recognizes it by the check value that the token reports for
 * the key, which is never read.
 */
final class WrapProof {

  private static final int KEY_BYTES = 32;
  private static final int BLOCK = 16;

  /** The id of a session object that is destroyed immediately. */
  private static final CkaId ID = new CkaId("6b6579666572727920646f63746f72");

  private final Pkcs11Token token;
  private final CryptokiSession session;

  WrapProof(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
  }

  /**
   * @return how the key was wrapped, and how it was recognized
   * @throws HsmException if the token does not wrap this way, or not the way KMS needs it
   */
  String of(WrappingAlgorithm algorithm) throws HsmException {
    token.demand(Mechanism.AES_KEY_GEN);
    SelfTestWrappingKey own = SelfTestWrappingKey.generate(SelfTestWrappingKey.USUAL_BITS);
    try (ImportedWrappingKey imported = ImportedWrappingKey.in(token, session, own.publicKey())) {
      long handle = session.generateKey(Mechanism.AES_KEY_GEN, template());
      return NewObject.withTemporaryObject(
          session, handle, () -> proved(algorithm, own, imported, handle));
    }
  }

  private String proved(
      WrappingAlgorithm algorithm,
      SelfTestWrappingKey own,
      ImportedWrappingKey imported,
      long handle)
      throws HsmException {
    HsmKey key = new KeyReading(token, session).read(ObjectClass.SECRET_KEY, ID, handle);
    KeyWrap wrap = new KeyWrap(token, session);
    byte[] first = open(algorithm, own, wrap.wrap(algorithm, imported, key));
    byte[] second = open(algorithm, own, wrap.wrap(algorithm, imported, key));
    if (first.length != KEY_BYTES || !Arrays.equals(first, second)) {
      throw wrong(algorithm, "found %d different bytes".formatted(first.length));
    }
    String known = "opened in Java to the same %d bytes twice".formatted(KEY_BYTES);
    if (key.keyCheckValue().isPresent()) {
      KeyCheckValue reported = key.keyCheckValue().get();
      KeyCheckValue found = checkValue(reported.method(), first);
      if (!found.equals(reported)) {
        throw wrong(algorithm, "found one with check value %s, not %s".formatted(found, reported));
      }
      known = "opened in Java to the key with check value " + reported;
    }
    return wrap.mechanism(algorithm).name() + ", " + known;
  }

  private byte[] open(WrappingAlgorithm algorithm, SelfTestWrappingKey own, byte[] wrapped)
      throws HsmException {
    try {
      return own.open(algorithm, wrapped);
    } catch (GeneralSecurityException e) {
      throw wrong(algorithm, "found a result that does not open: " + e.getMessage());
    }
  }

  private HsmException wrong(WrappingAlgorithm algorithm, String found) {
    return new HsmException(
        Fault.REFUSED,
        "expected the result of token %s wrapping with %s to open to the key, %s: KMS would refuse it or import another key; update the HSM or its client, or allow another algorithm"
            .formatted(token.name(), algorithm, found));
  }

  private static KeyCheckValue checkValue(Method method, byte[] key) {
    return switch (method) {
      case AES_ECB -> KeyCheckValue.leading(method, encryptedZeros(key));
      case AES_CMAC -> {
        CMac mac = new CMac(AESEngine.newInstance());
        mac.init(new KeyParameter(key));
        mac.update(new byte[BLOCK], 0, BLOCK);
        byte[] value = new byte[mac.getMacSize()];
        mac.doFinal(value, 0);
        yield KeyCheckValue.leading(method, value);
      }
    };
  }

  private static byte[] encryptedZeros(byte[] key) {
    try {
      Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
      return aes.doFinal(new byte[BLOCK]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES", e);
    }
  }

  private static Template template() {
    return Template.temporarySecret(KeyType.AES, KEY_BYTES, Set.of(Attribute.SIGN))
        .with(Attribute.LABEL, "keyferry-doctor");
  }
}
