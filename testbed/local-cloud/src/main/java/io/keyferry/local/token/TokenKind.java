package io.keyferry.local.token;

import java.io.IOException;
import java.nio.file.Path;

/** The tokens for demos and tests. */
public enum TokenKind {
  /** NSS softokn: wraps with OAEP-SHA-256. */
  NSS {
    @Override
    public PreparedToken prepare(Path folder) throws IOException, InterruptedException {
      return NssToken.prepare(folder);
    }
  },
  /** SoftHSM 2: enforces CKA_EXTRACTABLE; its OAEP supports SHA-1 only. */
  SOFTHSM {
    @Override
    public PreparedToken prepare(Path folder) throws IOException, InterruptedException {
      return SoftHsmToken.prepare(folder);
    }
  };

  /**
   * Creates an empty token with a PIN of its own.
   *
   * @param folder where its files go; created if it does not exist
   * @throws IOException if its library or tool is missing or refuses, with the package to install
   */
  public abstract PreparedToken prepare(Path folder) throws IOException, InterruptedException;
}
