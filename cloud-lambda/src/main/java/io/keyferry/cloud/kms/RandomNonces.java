package io.keyferry.cloud.kms;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Nonces of 128 random bits. */
public final class RandomNonces implements Supplier<CreationNonce> {

  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();

  @Override
  public CreationNonce get() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new CreationNonce(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
