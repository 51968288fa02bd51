package io.keyferry.local.cloud;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Started resources, all of which are closed in reverse order, even if closing one of them throws.
 */
public final class Parts implements AutoCloseable {

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /** Takes ownership of a part. */
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
