package io.keyferry.kmsemulator;

import java.util.concurrent.atomic.AtomicReference;

/** The switch by which a test puts its interceptor in place. Without one, nothing goes wrong. */
public final class KmsFaults {

  private static final KmsInterceptor NONE = new KmsInterceptor() {};

  private final AtomicReference<KmsInterceptor> current = new AtomicReference<>(NONE);

  public KmsFaults() {}

  /** Replaces the interceptor, for every request that has not begun yet. */
  public void install(KmsInterceptor interceptor) {
    current.set(interceptor);
  }

  /** Takes the interceptor away. */
  public void clear() {
    current.set(NONE);
  }

  public KmsInterceptor current() {
    return current.get();
  }
}
