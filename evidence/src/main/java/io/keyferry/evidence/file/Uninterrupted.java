package io.keyferry.evidence.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/**
 * Lets an interrupted thread finish its line: an interrupt would close a channel and look like a
 * disk error.
 */
final class Uninterrupted {

  @FunctionalInterface
  interface Call<T> {
    T call() throws IOException;
  }

  private Uninterrupted() {}

  /**
   * Makes the call and repeats it after an interrupt; the thread's interrupt status is set
   * afterwards.
   */
  static <T> T call(Call<T> call) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return call.call();
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
          interrupted = true;
          Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
