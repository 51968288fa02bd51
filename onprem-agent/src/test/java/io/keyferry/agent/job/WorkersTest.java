package io.keyferry.agent.job;

import static io.keyferry.agent.job.MemoryQueue.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.testing.Await;
import io.keyferry.agent.job.MemoryQueue.Event;
import io.keyferry.agent.job.queue.QueuedJob;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

  private final MemoryQueue queue = new MemoryQueue();
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @Test
  void letJobsInProgressEndAndGiveTheOthersBack() throws Exception {
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      Leases leases =
          new Leases(
              queue,
              timer,
              Duration.ofSeconds(30),
              Duration.ofHours(1),
              new JobTally(InstantSource.system()));
      Workers workers = new Workers(2, this::untilStopped, leases);
      assertThat(workers.reserve(10, Duration.ofSeconds(30))).isEqualTo(2);
      workers.begin(List.of(message("1", "key"), message("2", "key")));
      assertThat(begun.take()).isEqualTo("1");

      FutureTask<Boolean> stop = new FutureTask<>(() -> workers.stop(Duration.ofSeconds(30)));
      Thread stopping = Thread.ofPlatform().start(stop);
      // It waits only for the end of the jobs in progress, after it has signaled them to stop.
      Await.until(
          () -> stopping.getState() == Thread.State.TIMED_WAITING, "the stop to wait for the job");
      mayEnd.countDown();

      assertThat(stop.get()).isTrue();
      assertThat(queue.rest())
          .containsExactly(new Event("deleted", "1"), new Event("hidden for 0 s", "2"));
      assertThat(begun).isEmpty();
    }
  }

  private MessageDisposition untilStopped(QueuedJob job) {
    begun.add(job.id());
    try {
      mayEnd.await();
      return MessageDisposition.DELETE;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
