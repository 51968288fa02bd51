package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.agent.hsm.pkcs11.NewObject;
import io.keyferry.agent.hsm.pkcs11.Template;
import io.keyferry.agent.hsm.pkcs11.Template.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the mechanism with which a token does AES-KWP (RFC 5649) and proves that it is correct:
 * wraps a new secret under a wrapping key of the agent, once directly with OAEP and once with
 * {@link HybridWrap}. Both must open in Java to the same bytes.
 *
 * <p>The secret is 28 bytes long, because errors occur with lengths that are not a multiple of 8.
 */
final class AesKwpProof {

  static final List<Mechanism> NAMES =
      List.of(Mechanism.AES_KEY_WRAP_KWP, Mechanism.AES_KEY_WRAP_PAD, Mechanism.LUNA_AES_KWP);
  private static final Template SECRET =
      Template.temporarySecret(KeyType.GENERIC_SECRET, 28, Set.of(Attribute.SIGN));

  private final Pkcs11Token token;
  private final CryptokiSession session;

  AesKwpProof(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
  }

  /**
   * Returns the first mechanism that passes the proof.
   *
   * @throws HsmException if the token offers none, or none that wraps the way KMS needs it
   */
  Mechanism proved() throws HsmException {
    List<Mechanism> offered = NAMES.stream().filter(token::offers).toList();
    if (offered.isEmpty()) {
      throw refused(
          "expected token %s to offer AES-KWP under one of its names, %s, found none: key pairs can only be imported from another HSM"
              .formatted(token.name(), NAMES.stream().map(Mechanism::inFull).toList()));
    }
    token.demand(Mechanism.GENERIC_SECRET_KEY_GEN);
    SelfTestWrappingKey own = SelfTestWrappingKey.generate(SelfTestWrappingKey.USUAL_BITS);
    try (ImportedWrappingKey imported = ImportedWrappingKey.in(token, session, own.publicKey())) {
      long secret = session.generateKey(Mechanism.GENERIC_SECRET_KEY_GEN, SECRET);
      return NewObject.withTemporaryObject(
          session, secret, () -> firstThatIsRight(offered, own, imported, secret));
    }
  }

  private Mechanism firstThatIsRight(
      List<Mechanism> offered, SelfTestWrappingKey own, ImportedWrappingKey imported, long secret)
      throws HsmException {
    long wrappingKey = ObjectHandle.in(session, imported.object());
    Mechanism oaep = oaep(wrappingKey, secret);
    byte[] directly = session.wrap(oaep, wrappingKey, secret);
    List<String> faults = new ArrayList<>();
    for (Mechanism aesKwp : offered) {
      byte[] hybrid =
          new HybridWrap(session, oaep, aesKwp).wrap(wrappingKey, imported.bits() / 8, secret);
      Optional<String> fault = own.fault(oaep, directly, hybrid);
      if (fault.isEmpty()) {
        return aesKwp;
      }
      faults.add(aesKwp.inFull() + ": " + fault.get());
    }
    throw refused(
        "expected token %s to wrap with AES-KWP according to RFC 5649, found that it does not (%s), so KMS would refuse the result: update the HSM or its client (SoftHSM is correct since version 2.7.0), or import key pairs from another HSM"
            .formatted(token.name(), String.join("; ", faults)));
  }

  /** The hash does not matter here, and SoftHSM supports only one. */
  private Mechanism oaep(long wrappingKey, long secret) throws HsmException {
    token.demand(Mechanism.RSA_PKCS_OAEP_SHA_256);
    try {
      session.wrap(Mechanism.RSA_PKCS_OAEP_SHA_256, wrappingKey, secret);
      return Mechanism.RSA_PKCS_OAEP_SHA_256;
    } catch (HsmException e) {
      if (e.fault() != Fault.REFUSED) {
        throw e;
      }
      return Mechanism.RSA_PKCS_OAEP_SHA_1;
    }
  }

  private static HsmException refused(String message) {
    return new HsmException(Fault.REFUSED, message);
  }
}
