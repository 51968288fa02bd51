package io.keyferry.agent.job.queue;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** The recent state of the queues, for the health endpoint. */
@Singleton
public final class QueueStatus {

  private Optional<Instant> lastReceive = Optional.empty();
  private Optional<String> receiveError = Optional.empty();
  private Optional<String> sendError = Optional.empty();

  /** When a receive last succeeded, with or without a message. */
  public synchronized Optional<Instant> lastReceive() {
    return lastReceive;
  }

  /** The current error: the last receive or the last send failed. */
  public synchronized Optional<String> error() {
    return receiveError.or(() -> sendError);
  }

  public synchronized void received(Instant at) {
    lastReceive = Optional.of(at);
    receiveError = Optional.empty();
  }

  public synchronized void receiveFailed(QueueException failure) {
    receiveError = Optional.of(String.valueOf(failure.getMessage()));
  }

  public synchronized void sent() {
    sendError = Optional.empty();
  }

  public synchronized void sendFailed(QueueException failure) {
    sendError = Optional.of(String.valueOf(failure.getMessage()));
  }
}
