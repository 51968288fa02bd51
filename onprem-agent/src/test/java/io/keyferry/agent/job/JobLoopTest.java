package io.keyferry.agent.job;

import static io.keyferry.agent.job.MemoryQueue.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.HsmConnections;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.StagedToken;
import io.keyferry.agent.hsm.recovery.Backoff;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.hsm.testing.Await;
import io.keyferry.agent.job.MemoryQueue.Event;
import io.keyferry.agent.job.queue.QueueStatus;
import io.keyferry.agent.job.queue.QueuedJob;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobLoopTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final MemoryQueue queue = new MemoryQueue();
  private final MemoryTrail trail = new MemoryTrail();
  private final RecordProbe records = new RecordProbe(trail);
  private final QueueStatus status = new QueueStatus();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final AtomicInteger fed = new AtomicInteger();
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @TempDir private Path folder;
  private StagedToken token;
  private HsmConnection hsm;

  @BeforeEach
  void connect() {
    token = new StagedToken(folder.resolve("token"));
    hsm = HsmConnections.over(token, token.agentKey().key(), InstantSource.fixed(Jobs.NOW));
  }

  @AfterEach
  void close() {
    hsm.close();
    timer.close();
  }

  private JobLoop loop(
      int concurrency, Duration heartbeat, Function<QueuedJob, MessageDisposition> work) {
    Leases leases =
        new Leases(
            queue, timer, Duration.ofSeconds(30), heartbeat, new JobTally(InstantSource.system()));
    JobLoop.Times times =
        new JobLoop.Times(
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(1)),
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(1)));
    return new JobLoop(
        queue,
        status,
        new Workers(concurrency, work, leases),
        new Prerequisites(hsm, records),
        times,
        InstantSource.fixed(Jobs.NOW),
        () -> fed.incrementAndGet());
  }

  private JobLoop started(int concurrency, Function<QueuedJob, MessageDisposition> work) {
    JobLoop loop = loop(concurrency, Duration.ofHours(1), work);
    loop.start();
    return loop;
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

  /** Waits for a job that {@link #untilStopped} is processing. */
  private String nextBegun() {
    Await.until(() -> !begun.isEmpty(), "a job to begin");
    return begun.remove();
  }

  @Test
  void appliesTheDispositionOfEachMessage() throws Exception {
    JobLoop loop = started(4, job -> MessageDisposition.valueOf(job.group()));
    queue.answer(
        message("1", "DELETE"),
        message("2", "REJECT"),
        message("3", "RETRY"),
        message("4", "GIVE_BACK"));

    assertThat(List.of(queue.next(), queue.next(), queue.next(), queue.next()))
        .containsExactlyInAnyOrder(
            new Event("deleted", "1"),
            new Event("hidden for 0 s", "2"),
            new Event("hidden for 5 s", "3"),
            new Event("hidden for 0 s", "4"));
    loop.stop(SOON);
  }

  @Test
  void asksForNoMoreMessagesThanWorkersAreFree() throws Exception {
    JobLoop loop = started(3, this::untilStopped);
    assertThat(queue.nextAsked()).isEqualTo(3);

    queue.answer(message("1", "a"), message("2", "b"));

    assertThat(queue.nextAsked()).isEqualTo(1);
    mayEnd.countDown();
    loop.stop(SOON);
  }

  @Test
  void asksForTenAtMost() throws Exception {
    JobLoop loop = started(16, job -> MessageDisposition.DELETE);
    assertThat(queue.nextAsked()).isEqualTo(10);
    loop.stop(SOON);
  }

  @Test
  void worksMessagesOfOneGroupOneAfterTheOtherAndInOrder() throws Exception {
    JobLoop loop = started(4, this::untilStopped);
    queue.answer(message("1", "key"), message("2", "key"), message("3", "other"));

    assertThat(List.of(nextBegun(), nextBegun())).containsExactlyInAnyOrder("1", "3");
    assertThat(begun).isEmpty();
    mayEnd.countDown();
    assertThat(nextBegun()).isEqualTo("2");
    loop.stop(SOON);
  }

  @Test
  void keepsAMessageHiddenWhileItIsInProgress() throws Exception {
    JobLoop loop = loop(1, Duration.ofMillis(1), this::untilStopped);
    loop.start();
    queue.answer(message("1", "key"));
    assertThat(nextBegun()).isEqualTo("1");

    assertThat(queue.next()).isEqualTo(new Event("hidden for 30 s", "1"));
    assertThat(queue.next()).isEqualTo(new Event("hidden for 30 s", "1"));
    mayEnd.countDown();
    loop.stop(SOON);
    assertThat(queue.rest()).last().isEqualTo(new Event("deleted", "1"));
  }

  @Test
  void abandonsAJobThatDoesNotEnd() throws Exception {
    JobLoop loop = started(1, this::untilStopped);
    queue.answer(message("1", "key"));
    assertThat(nextBegun()).isEqualTo("1");

    loop.stop(Duration.ofMillis(1));

    assertThat(queue.rest()).isEmpty();
    mayEnd.countDown();
  }

  @Test
  void triesAgainAfterTheQueueFailed() throws Exception {
    JobLoop loop = started(1, job -> MessageDisposition.DELETE);
    queue.fail();
    assertThat(queue.nextAsked()).isEqualTo(1);
    assertThat(queue.nextAsked()).isEqualTo(1);
    assertThat(status.error()).contains("the queue is unreachable");
    assertThat(status.lastReceive()).isEmpty();

    queue.answer(message("1", "key"));

    assertThat(queue.next()).isEqualTo(new Event("deleted", "1"));
    assertThat(status.error()).isEmpty();
    assertThat(status.lastReceive()).contains(Jobs.NOW);
    loop.stop(SOON);
  }

  @Test
  void receivesNothingWhileTheHsmIsNotReady() throws Exception {
    HsmException lost = HsmFaults.of(Fault.HSM_LOST, "CKR_DEVICE_REMOVED");
    token.fail("openSession", lost);
    assertThat(hsm.examine(lost).isReady()).isFalse();
    JobLoop loop = started(1, job -> MessageDisposition.DELETE);
    Await.until(() -> token.calls().size() >= 3, "attempts to recover");
    assertThat(queue.asked()).isFalse();
    assertThat(hsm.state().reason()).contains("CKR_DEVICE_REMOVED");

    token.clearFaults();

    assertThat(queue.nextAsked()).isEqualTo(1);
    assertThat(hsm.state().isReady()).isTrue();
    loop.stop(SOON);
  }

  @Test
  void bugInTheWorkCostsOneMessageAndNotTheAgent() throws Exception {
    JobLoop loop =
        started(
            1,
            job -> {
              if (job.id().equals("poison")) {
                throw new IllegalStateException("poison");
              }
              return MessageDisposition.DELETE;
            });
    queue.answer(message("poison", "key"));
    queue.answer(message("2", "key"));

    assertThat(queue.next()).isEqualTo(new Event("hidden for 5 s", "poison"));
    assertThat(queue.next()).isEqualTo(new Event("deleted", "2"));
    loop.stop(SOON);
  }

  @Test
  void reportsAnUnexpectedEnd() throws Exception {
    JobLoop loop = started(1, job -> MessageDisposition.DELETE);
    queue.answer(new QueuedJob[] {null});

    assertThatThrownBy(() -> loop.awaitEnd(SOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the job loop failed");
    loop.stop(SOON);
  }

  @Test
  void feedsTheWatchdogBeforeEachPoll() throws Exception {
    JobLoop loop = started(1, job -> MessageDisposition.DELETE);
    for (int poll = 1; poll <= 3; poll++) {
      queue.nextAsked();
      assertThat(fed.get()).isGreaterThanOrEqualTo(poll);
      queue.answer();
    }
    loop.stop(SOON);
  }

  @Test
  void saysThatItStillRuns() throws Exception {
    JobLoop loop = started(1, job -> MessageDisposition.DELETE);
    assertThat(loop.awaitEnd(Duration.ofMillis(1))).isFalse();
    loop.stop(SOON);
    assertThat(loop.awaitEnd(Duration.ZERO)).isTrue();
  }
}
