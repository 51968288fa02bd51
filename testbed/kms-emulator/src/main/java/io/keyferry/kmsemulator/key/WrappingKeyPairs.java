package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.crypto.NativeCrypto;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * RSA key pairs, generated ahead of demand: an RSA_4096 pair takes seconds, and AWS answers at
 * once.
 *
 * <p>Each spec has its own low-priority thread, a platform thread because it only computes. A
 * request that finds no pair ready generates its own.
 */
public final class WrappingKeyPairs implements AutoCloseable {

  private final Map<WrappingKeySpec, BlockingQueue<KeyPair>> ready =
      new EnumMap<>(WrappingKeySpec.class);
  private final Map<WrappingKeySpec, KeyPair> only = new ConcurrentHashMap<>();
  private final boolean reused;
  private final List<Thread> makers = new ArrayList<>();
  private final SecureRandom random;
  private final Duration quiet;
  private final AtomicLong lastTaken;

  /**
   * Starts to generate key pairs in the background.
   *
   * @param supply how many pairs to keep ready; a spec with none, or with 0, has no thread
   * @param quiet for how long no pair may have been requested before another is generated, because
   *     that takes a whole processor for a second and would distort measurements of imports
   */
  public WrappingKeyPairs(WrappingKeySupply supply, Duration quiet, SecureRandom random) {
    this.random = random;
    this.quiet = quiet;
    this.lastTaken = new AtomicLong(System.nanoTime() - quiet.toNanos());
    this.reused = supply.reused();
    supply
        .ahead()
        .forEach((spec, target) -> {
          if (target > 0) {
            BlockingQueue<KeyPair> queue = new ArrayBlockingQueue<>(target);
            ready.put(spec, queue);
            makers.add(startMaker(spec, queue));
          }
        });
  }

  public KeyPair take(WrappingKeySpec spec) {
    lastTaken.set(System.nanoTime());
    return reused ? only.computeIfAbsent(spec, this::generate) : next(spec);
  }

  private KeyPair next(WrappingKeySpec spec) {
    return Optional.ofNullable(ready.get(spec))
        .flatMap(queue -> Optional.ofNullable(queue.poll()))
        .orElseGet(() -> generate(spec));
  }

  /** The number of pairs of the spec that are ready. */
  public int readyCount(WrappingKeySpec spec) {
    return Optional.ofNullable(ready.get(spec)).map(BlockingQueue::size).orElse(0);
  }

  /** Stops the threads; one that is generating finishes its pair first. */
  @Override
  public void close() {
    makers.forEach(Thread::interrupt);
  }

  // The low priority spares other work on the machine; nothing relies on it.
  @SuppressWarnings("ThreadPriorityCheck")
  private Thread startMaker(WrappingKeySpec spec, BlockingQueue<KeyPair> queue) {
    return Thread.ofPlatform()
        .daemon()
        .name("kms-emulator-" + spec)
        .priority(Thread.MIN_PRIORITY)
        .start(() -> fill(spec, queue));
  }

  private void fill(WrappingKeySpec spec, BlockingQueue<KeyPair> queue) {
    while (!Thread.currentThread().isInterrupted()) {
      awaitQuiet();
      KeyPair pair = generate(spec);
      try {
        queue.put(pair);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void awaitQuiet() {
    long wait = quiet.toNanos() - (System.nanoTime() - lastTaken.get());
    while (wait > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(wait);
      wait = quiet.toNanos() - (System.nanoTime() - lastTaken.get());
    }
  }

  private KeyPair generate(WrappingKeySpec spec) {
    KeyPairGenerator generator = NativeCrypto.rsaKeyPairs();
    generator.initialize(spec.bits(), random);
    return generator.generateKeyPair();
  }
}
