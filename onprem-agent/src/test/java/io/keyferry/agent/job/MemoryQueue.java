package io.keyferry.agent.job;

import io.keyferry.agent.job.queue.JobQueue;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.agent.job.queue.QueuedJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A jobs queue in memory that records what happens to each message. */
final class MemoryQueue implements JobQueue {

  /** What happened to a message, or to the queue. */
  record Event(String what, String message) {}

  private final BlockingQueue<List<QueuedJob>> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();

  static QueuedJob message(String id, String group) {
    return new QueuedJob(id, "receipt of " + id, group, 1, "body of " + id);
  }

  /** Returns these messages from the next receive. */
  void answer(QueuedJob... messages) {
    answers.add(Arrays.asList(messages));
  }

  /** Makes the next receive fail. */
  void fail() {
    answers.add(new ArrayList<>(List.of(message("failure", ""))));
  }

  /** The number of messages that the next receive asked for; waits for it. */
  int nextAsked() throws InterruptedException {
    Integer atMost = asked.poll(10, TimeUnit.SECONDS);
    if (atMost == null) {
      throw new AssertionError("no receive in 10 s");
    }
    return atMost;
  }

  /** Whether another receive has asked for messages since. */
  boolean asked() {
    return !asked.isEmpty();
  }

  /** The next event; waits for it. */
  Event next() throws InterruptedException {
    Event event = events.poll(10, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing happened in 10 s");
    }
    return event;
  }

  List<Event> rest() {
    List<Event> rest = new ArrayList<>();
    events.drainTo(rest);
    return rest;
  }

  @Override
  public List<QueuedJob> receive(int atMost, Duration wait, Duration hidden) throws QueueException {
    asked.add(atMost);
    try {
      List<QueuedJob> messages = answers.take();
      if (messages.size() == 1 && messages.getFirst().id().equals("failure")) {
        throw new QueueException("the queue is unreachable", new IllegalStateException());
      }
      return messages;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueException("interrupted", e);
    }
  }

  @Override
  public void hide(QueuedJob job, Duration hidden) {
    events.add(new Event("hidden for " + hidden.toSeconds() + " s", job.id()));
  }

  @Override
  public void delete(QueuedJob job) {
    events.add(new Event("deleted", job.id()));
  }
}
