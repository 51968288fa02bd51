package io.keyferry.cloud.flow;

import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.VerificationKey;

/** A signing key that can fail. */
final class FailingSigner implements MessageSigner<RuntimeException> {

  private final EcSigner key;

  /** The number of signatures that fail from now on. */
  int failures;

  FailingSigner(EcSigner key) {
    this.key = key;
  }

  @Override
  public VerificationKey verificationKey() {
    return key.verificationKey();
  }

  @Override
  public byte[] sign(byte[] digest) {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("the signing key is unreachable");
    }
    return key.sign(digest);
  }
}
