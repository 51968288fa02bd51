package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.Luna;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.pkcs11.Cryptoki;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.agent.hsm.pkcs11.Slot;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrappingAlgorithm;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token with a session that keeps the login: PKCS#11 logs out a process when its last session
 * closes. Closing the token relies on that, because {@code C_Logout} would log out every other user
 * of the token in this process, such as a connection that was recovered meanwhile.
 */
final class Pkcs11Token implements Token {

  /** The parts of one session. */
  private record Session(
      Pkcs11Token token,
      CryptokiSession session,
      Keys keys,
      Wrapping wrapping,
      TokenSession.AgentKeys agentKeys)
      implements TokenSession {

    @Override
    public void close() {
      token.closeLogged(session);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Token.class);

  private final Cryptoki library;
  private final Slot slot;
  private final Set<Long> mechanisms;
  private final CryptokiSession login;
  private final Set<ECPublicKey> proved = ConcurrentHashMap.newKeySet();
  private Optional<Mechanism> aesKwp = Optional.empty();

  Pkcs11Token(Cryptoki library, Slot slot, Set<Long> mechanisms, CryptokiSession login) {
    this.library = library;
    this.slot = slot;
    this.mechanisms = mechanisms;
    this.login = login;
  }

  /** Whether the private half of this agent key was proved since the token was opened. */
  boolean isProved(ECPublicKey agentKey) {
    return proved.contains(agentKey);
  }

  void proved(ECPublicKey agentKey) {
    proved.add(agentKey);
  }

  /**
   * The token's AES-KWP mechanism, proved once while the token is open.
   *
   * @throws HsmException if it has none, or none that is correct
   */
  synchronized Mechanism aesKwp(CryptokiSession session) throws HsmException {
    if (aesKwp.isEmpty()) {
      aesKwp = Optional.of(new AesKwpProof(this, session).proved());
    }
    return aesKwp.get();
  }

  @Override
  public String proveAesKwp() throws HsmException {
    CryptokiSession session = library.openSession(slot);
    try {
      return aesKwp(session).inFull();
    } finally {
      closeLogged(session);
    }
  }

  @Override
  public String proveWrapping(WrappingAlgorithm algorithm) throws HsmException {
    CryptokiSession session = library.openSession(slot);
    try {
      return new WrapProof(this, session).of(algorithm);
    } finally {
      closeLogged(session);
    }
  }

  /** The token's name in messages. */
  String name() {
    return slot.text();
  }

  @Override
  public TokenIdentity identity() {
    return slot.identity();
  }

  @Override
  public TokenSession openSession() throws HsmException {
    // A token that lost its login still opens sessions, but hides every private object.
    if (!login.isLoggedIn()) {
      throw new HsmException(
          Fault.LOGIN_LOST,
          "token " + slot.text() + " is no longer logged in: open the token again");
    }
    CryptokiSession session = library.openSession(slot);
    return new Session(
        this,
        session,
        new KeyObjects(this, session),
        new KeyWrap(this, session),
        new AgentKeys(this, session));
  }

  /**
   * @throws HsmException if the token does not offer the mechanism
   */
  void demand(Mechanism mechanism) throws HsmException {
    if (!offers(mechanism)) {
      throw new HsmException(
          Fault.REFUSED,
          "expected token %s to offer %s, found that it does not: choose another algorithm%s"
              .formatted(
                  slot.text(),
                  mechanism,
                  Luna.either(identity(), ", or see FIPS mode and the partition's policies", "")));
    }
  }

  /**
   * The first of these that the token offers.
   *
   * @throws HsmException if it offers none of them
   */
  Mechanism demandOneOf(List<Mechanism> mechanisms) throws HsmException {
    Mechanism found =
        mechanisms.stream().filter(this::offers).findFirst().orElse(mechanisms.getFirst());
    demand(found);
    return found;
  }

  boolean offers(Mechanism mechanism) {
    return mechanisms.contains(mechanism.type());
  }

  @Override
  public void close() {
    closeLogged(login);
  }

  void closeLogged(CryptokiSession session) {
    try {
      session.close();
    } catch (HsmException e) {
      // A lost session, or one whose library was finalized, is already closed.
      if (e.fault() == Fault.HSM_LOST || e.fault() == Fault.SESSION_LOST) {
        LOG.debug("A session of token {} is gone: {}", slot.text(), e.getMessage());
      } else {
        LOG.warn("A session of token {} could not be closed: {}", slot.text(), e.getMessage());
      }
    }
  }
}
