package io.keyferry.local.cloud;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Things that were started, to be stopped in the opposite order, all of them, whatever one of them
 * throws.
 */
public final class Parts implements AutoCloseable {

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /** Takes over the closing of a part. */
  public <T extends AutoCloseable> T add(T part) {
    started.push(part);
    return part;
  }

  @Override
  public void close() {
    IllegalStateException fault = null;
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        if (fault == null) {
          fault = new IllegalStateException("not every part could be stopped");
        }
        fault.addSuppressed(e);
      }
    }
    if (fault != null) {
      throw fault;
    }
  }
}
