package io.keyferry.agent.hsm.token;

import static io.keyferry.agent.hsm.pkcs11.Attribute.EXTRACTABLE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.SENSITIVE;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.WrappingKey;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.WrappingAlgorithm;
import java.security.interfaces.RSAPublicKey;

/** {@code C_WrapKey}: the only way for a key to leave the token. */
final class KeyWrap implements TokenSession.Wrapping {

  private final Pkcs11Token token;
  private final CryptokiSession session;

  KeyWrap(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
  }

  @Override
  public WrappingKey importKey(RSAPublicKey publicKey) throws HsmException {
    return ImportedWrappingKey.in(token, session, publicKey);
  }

  @Override
  public byte[] wrap(WrappingAlgorithm algorithm, WrappingKey wrappingKey, HsmKey key)
      throws HsmException {
    Mechanism mechanism = rsa(algorithm);
    token.demand(mechanism);
    demandTrue(
        key.isSensitive(),
        key,
        SENSITIVE,
        "its plaintext can be read, so it may exist outside the HSM");
    demandTrue(key.isExtractable(), key, EXTRACTABLE, "it must never leave the HSM");
    long target = ObjectHandle.in(session, key.reference());
    int modulusBytes = (wrappingKey.bits() + 7) / 8;
    if (algorithm.isHybrid()) {
      return new HybridWrap(session, mechanism, token.aesKwp(session))
          .wrap(handle(wrappingKey), modulusBytes, target);
    }
    byte[] wrapped = session.wrap(mechanism, handle(wrappingKey), target);
    if (wrapped.length != modulusBytes) {
      throw new HsmException(
          Fault.REFUSED,
          "expected %s to return %d bytes, the length of the modulus, found %d: the token does not wrap the way KMS needs it"
              .formatted(mechanism, modulusBytes, wrapped.length));
    }
    return wrapped;
  }

  @Override
  public void tryOut(KeySpec spec, WrappingAlgorithm algorithm, KeyTemplate template)
      throws HsmException {
    new KeyTrial(token, session).of(spec, algorithm, template);
  }

  @Override
  public WrapMechanism mechanism(WrappingAlgorithm algorithm) throws HsmException {
    Mechanism rsa = rsa(algorithm);
    return algorithm.isHybrid() ? Mechanism.hybrid(rsa, token.aesKwp(session)) : rsa.described();
  }

  /** The mechanism that uses the wrapping key itself. */
  static Mechanism rsa(WrappingAlgorithm algorithm) {
    return switch (algorithm) {
      case RSAES_PKCS1_V1_5 -> Mechanism.RSA_PKCS;
      case RSAES_OAEP_SHA_1, RSA_AES_KEY_WRAP_SHA_1 -> Mechanism.RSA_PKCS_OAEP_SHA_1;
      case RSAES_OAEP_SHA_256, RSA_AES_KEY_WRAP_SHA_256 -> Mechanism.RSA_PKCS_OAEP_SHA_256;
    };
  }

  private static void demandTrue(boolean has, HsmKey key, Attribute attribute, String reason)
      throws HsmException {
    if (!has) {
      throw new HsmException(
          Fault.REFUSED,
          "expected key '%s' with CKA_ID %s to have %s true, found that it does not: %s; generate another key"
              .formatted(key.label(), key.id(), attribute, reason));
    }
  }

  private long handle(WrappingKey wrappingKey) {
    if (wrappingKey instanceof ImportedWrappingKey imported) {
      return ObjectHandle.in(session, imported.object());
    }
    throw new IllegalArgumentException("expected a wrapping key imported by a session of a token");
  }
}
