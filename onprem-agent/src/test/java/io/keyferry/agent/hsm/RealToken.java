package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.token.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** A fresh NSS softokn token for tests of other packages. */
public final class RealToken implements AutoCloseable {

  private final TestToken made;
  private final Token login;
  private final RawToken raw;

  /** Creates it in this folder, and keeps it open. */
  public RealToken(Path directory) throws IOException, HsmException {
    made = TestTokenKind.NSS.make(directory, "keyferry");
    login = made.open();
    try {
      raw = RawToken.of(made);
    } catch (PKCS11Exception e) {
      throw new IOException(e);
    }
  }

  /** As the agent opens it. */
  public Token open() throws HsmException {
    return made.open();
  }

  /** As the agent opens it, with a guard of its logins. */
  public Token open(LoginGuard guard) throws HsmException {
    return made.open(guard);
  }

  /** Every object in it, and every session object. */
  public int countObjects() throws IOException {
    try {
      return raw.countObjects();
    } catch (PKCS11Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException, HsmException {
    try {
      raw.close();
    } catch (PKCS11Exception e) {
      throw new IOException(e);
    }
    login.close();
    Tokens.finalizeLibrary(made.library());
  }
}
