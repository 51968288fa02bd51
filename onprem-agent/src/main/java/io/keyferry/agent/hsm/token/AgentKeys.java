package io.keyferry.agent.hsm.token;

import static io.keyferry.agent.hsm.pkcs11.Attribute.DECRYPT;
import static io.keyferry.agent.hsm.pkcs11.Attribute.DERIVE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.EC_PARAMS;
import static io.keyferry.agent.hsm.pkcs11.Attribute.EC_POINT;
import static io.keyferry.agent.hsm.pkcs11.Attribute.EXTRACTABLE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.ID;
import static io.keyferry.agent.hsm.pkcs11.Attribute.LABEL;
import static io.keyferry.agent.hsm.pkcs11.Attribute.PRIVATE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.SENSITIVE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.SIGN;
import static io.keyferry.agent.hsm.pkcs11.Attribute.TOKEN;
import static io.keyferry.agent.hsm.pkcs11.Attribute.UNWRAP;
import static io.keyferry.agent.hsm.pkcs11.Attribute.VERIFY;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.pkcs11.AttributeValues;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Curve;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.agent.hsm.pkcs11.NewObject;
import io.keyferry.agent.hsm.pkcs11.P256;
import io.keyferry.agent.hsm.pkcs11.Template;
import io.keyferry.agent.hsm.pkcs11.Template.KeyType;
import io.keyferry.agent.hsm.pkcs11.Template.ObjectClass;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The agent's own signing key: an EC P-256 pair whose private half cannot leave the token. */
final class AgentKeys implements TokenSession.AgentKeys {

  private static final int ID_BYTES = 16;
  private static final int DIGEST_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  /**
   * Signed by a found key to prove that its public half belongs to it. No message starts like this.
   */
  private static final String PROOF = "keyferry: these two halves are one key";

  private final Pkcs11Token token;
  private final CryptokiSession session;

  AgentKeys(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
  }

  @Override
  public Optional<AgentKey> find(String label) throws HsmException {
    List<Long> found =
        session.find(Template.of(ObjectClass.PRIVATE_KEY, KeyType.EC).with(LABEL, label));
    if (found.size() > 1) {
      throw unusable(
          "expected one EC private key labeled '%s', found %d: destroy or relabel the others"
              .formatted(label, found.size()));
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(checked(label, found.getFirst()));
  }

  @Override
  public AgentKey findOrGenerate(String label) throws HsmException {
    Optional<AgentKey> found = find(label);
    return found.isPresent() ? found.get() : generate(label);
  }

  private AgentKey checked(String label, long privateKey) throws HsmException {
    AttributeValues found = session.read(privateKey, Set.of(SENSITIVE, EXTRACTABLE, ID));
    boolean sensitive = found.bool(SENSITIVE).orElse(false);
    boolean extractable = found.bool(EXTRACTABLE).orElse(true);
    if (!sensitive || extractable) {
      throw unusable(
          "expected agent key '%s' with CKA_SENSITIVE true and CKA_EXTRACTABLE false, found %s and %s: anyone who has a copy of it can sign as this agent; generate another one with a new label and enroll it"
              .formatted(label, sensitive, extractable));
    }
    ObjectHandle reference = new ObjectHandle(session, privateKey);
    AgentKey key = new AgentKey(publicHalf(label, found), reference);
    // Once is enough while this token is open: the cloud rejects signatures by another key.
    if (!token.isProved(key.publicKey())) {
      demandOneKey(label, key);
      token.proved(key.publicKey());
    }
    return key;
  }

  private ECPublicKey publicHalf(String label, AttributeValues privateKey) throws HsmException {
    byte[] id =
        privateKey
            .bytes(ID)
            .orElseThrow(() ->
                unusable(
                    "expected agent key '%s' to have a CKA_ID, found none: set the same one on both halves"
                        .formatted(label)));
    List<Long> found = session.find(Template.of(ObjectClass.PUBLIC_KEY, KeyType.EC).with(ID, id));
    if (found.size() != 1) {
      throw unusable(
          "expected one public half of agent key '%s' (same CKA_ID), found %d: destroy those that the agent did not generate"
              .formatted(label, found.size()));
    }
    byte[] point =
        session
            .read(found.getFirst(), EC_POINT)
            .bytes(EC_POINT)
            .orElseThrow(
                () -> unusable("expected a CKA_EC_POINT on agent key '" + label + "', found none"));
    try {
      return P256.publicKey(point);
    } catch (GeneralSecurityException e) {
      throw new HsmException(
          Fault.AGENT_KEY_UNUSABLE,
          "agent key '%s' is not a P-256 key: %s".formatted(label, e.getMessage()),
          e);
    }
  }

  /** Anyone can create a public object without the PIN, and the operator would enroll it. */
  private void demandOneKey(String label, AgentKey key) throws HsmException {
    byte[] digest = Sha256.digest(PROOF.getBytes(StandardCharsets.US_ASCII));
    boolean one;
    try {
      one = P256.verifies(key.publicKey(), digest, sign(key, digest));
    } catch (GeneralSecurityException e) {
      throw notOneKey(label, e);
    }
    if (!one) {
      throw notOneKey(label, new GeneralSecurityException("the signature does not verify"));
    }
  }

  private static HsmException notOneKey(String label, GeneralSecurityException cause) {
    return new HsmException(
        Fault.AGENT_KEY_UNUSABLE,
        "the public half of agent key '%s' in the token does not belong to its private half: it was replaced; find out by whom, then generate another key with a new label"
            .formatted(label),
        cause);
  }

  private AgentKey generate(String label) throws HsmException {
    token.demand(Mechanism.EC_KEY_PAIR_GEN);
    byte[] id = session.random(ID_BYTES);
    Template publicHalf =
        Template.of(ObjectClass.PUBLIC_KEY, KeyType.EC)
            .with(TOKEN, true)
            .with(PRIVATE, false)
            .with(VERIFY, true)
            .with(EC_PARAMS, Curve.P256.parameters())
            .with(LABEL, label)
            .with(ID, id);
    Template privateHalf =
        Template.of(ObjectClass.PRIVATE_KEY, KeyType.EC)
            .with(TOKEN, true)
            .with(PRIVATE, true)
            .with(SENSITIVE, true)
            .with(EXTRACTABLE, false)
            .with(SIGN, true)
            .with(DECRYPT, false)
            .with(UNWRAP, false)
            .with(DERIVE, false)
            .with(LABEL, label)
            .with(ID, id);
    CryptokiSession.KeyPair pair =
        session.generateKeyPair(Mechanism.EC_KEY_PAIR_GEN, publicHalf, privateHalf);
    return NewObject.destroyOnFailure(
        session,
        pair.publicKey(),
        () ->
            NewObject.destroyOnFailure(
                session, pair.privateKey(), () -> checked(label, pair.privateKey())));
  }

  @Override
  public byte[] sign(AgentKey key, byte[] sha256) throws HsmException {
    if (sha256.length != DIGEST_BYTES) {
      throw new IllegalArgumentException(
          "expected a SHA-256 digest of 32 bytes, found " + sha256.length);
    }
    token.demand(Mechanism.ECDSA);
    byte[] signature =
        session.sign(Mechanism.ECDSA, ObjectHandle.in(session, key.reference()), sha256);
    if (signature.length != SIGNATURE_BYTES) {
      throw refused(
          "expected CKM_ECDSA with P-256 to return 64 bytes, found %d".formatted(signature.length));
    }
    return signature;
  }

  private static HsmException unusable(String message) {
    return new HsmException(Fault.AGENT_KEY_UNUSABLE, message);
  }

  private static HsmException refused(String message) {
    return new HsmException(Fault.REFUSED, message);
  }
}
