package io.keyferry.kmsemulator;

import java.util.concurrent.atomic.AtomicReference;

/** Installs a test's interceptor. Without one, no fault is injected. */
public final class KmsFaults {

  private static final KmsInterceptor NONE = new KmsInterceptor() {};

  private final AtomicReference<KmsInterceptor> current = new AtomicReference<>(NONE);

  public KmsFaults() {}

  /** Replaces the interceptor, for every request that has not begun yet. */
  public void install(KmsInterceptor interceptor) {
    current.set(interceptor);
  }

  /** Removes the interceptor. */
  public void clear() {
    current.set(NONE);
  }

  public KmsInterceptor current() {
    return current.get();
  }
}
