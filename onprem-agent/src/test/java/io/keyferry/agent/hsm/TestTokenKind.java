package io.keyferry.agent.hsm;

import java.io.IOException;
import java.nio.file.Path;

/** The two software tokens that every contract is tested against. They differ as HSMs do. */
public enum TestTokenKind {
  /** NSS softokn: OAEP with SHA-256, no {@code CKA_CHECK_VALUE}. */
  NSS {
    @Override
    public TestToken make(Path directory, String label) throws IOException, HsmException {
      return NssTokens.make(directory, label);
    }
  },
  /** SoftHSM 2: OAEP with SHA-1 only, reports {@code CKA_CHECK_VALUE}. */
  SOFTHSM {
    @Override
    public TestToken make(Path directory, String label) throws IOException, HsmException {
      return new SoftHsmTokens(directory).make(label);
    }
  };

  /**
   * Creates the only token that the library will see. Whatever the library was initialized with
   * before in this process is lost.
   */
  public abstract TestToken make(Path directory, String label) throws IOException, HsmException;
}
