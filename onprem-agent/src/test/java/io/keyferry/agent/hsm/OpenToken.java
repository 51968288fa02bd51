package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.model.value.CkaId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** A fresh token, open both as the agent sees it and raw. */
public final class OpenToken implements AutoCloseable {

  private final TestToken made;
  private final Token token;
  private final RawToken raw;

  public OpenToken(TestTokenKind kind, Path directory) throws Exception {
    this(kind.make(directory, "keyferry"));
  }

  public OpenToken(TestToken made) throws Exception {
    this.made = made;
    token = made.open();
    raw = RawToken.of(made);
  }

  public Token token() {
    return token;
  }

  public TokenSession session() throws HsmException {
    return token.openSession();
  }

  public RawToken raw() {
    return raw;
  }

  /** An id that no object has yet. */
  public static CkaId newId() {
    UUID uuid = UUID.randomUUID();
    return CkaId.of(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }

  @Override
  public void close() throws PKCS11Exception, HsmException {
    raw.close();
    token.close();
    Tokens.finalizeLibrary(made.library());
  }
}
