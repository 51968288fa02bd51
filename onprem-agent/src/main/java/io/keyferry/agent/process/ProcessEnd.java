package io.keyferry.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends this process with a status that nothing else can change: the destructors of some PKCS#11
 * libraries crash, which would change the status.
 */
public final class ProcessEnd {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);
  private static final int UNDECIDED = -1;
  private static final int TERMINATED = 143;

  /** By the names of the JDK's signal handler threads, the only trace of a signal. */
  private static final Map<String, Integer> SIGNALS =
      Map.of("SIGHUP handler", 129, "SIGINT handler", 130, "SIGTERM handler", TERMINATED);

  private static final AtomicInteger STATUS = new AtomicInteger(UNDECIDED);
  private static final Deque<Step> STEPS = new ConcurrentLinkedDeque<>();

  private ProcessEnd() {}

  /** An action to run before the process ends, unless it is closed first. */
  public static final class Step implements AutoCloseable {

    private final Runnable action;

    private Step(Runnable action) {
      this.action = action;
    }

    private void run() {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.warn("A step of the shutdown failed", e);
      }
    }

    @Override
    public void close() {
      STEPS.remove(this);
    }
  }

  /**
   * Registers an action to run before the process ends, by {@link #exit} or by a signal; the last
   * one runs first.
   */
  public static Step before(Runnable action) {
    Step step = new Step(action);
    STEPS.addFirst(step);
    return step;
  }

  /**
   * Installs the shutdown hook, once.
   *
   * @param finalize finalizes the native libraries after all other steps, and returns whether any
   *     was loaded
   */
  public static void install(BooleanSupplier finalize) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(finalize), "end"));
  }

  /** Ends the process with this status. */
  public static void exit(int status) {
    STATUS.compareAndSet(UNDECIDED, status);
    System.exit(status);
  }

  private static void end(BooleanSupplier finalize) {
    STATUS.compareAndSet(UNDECIDED, ofSignal());
    STEPS.forEach(Step::run);
    if (finalize.getAsBoolean()) {
      System.out.flush();
      System.err.flush();
      exitAtOnce(STATUS.get());
    }
  }

  private static int ofSignal() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(thread -> SIGNALS.getOrDefault(thread.getName(), UNDECIDED))
        .filter(status -> status != UNDECIDED)
        .findFirst()
        .orElse(TERMINATED);
  }

  private static void exitAtOnce(int status) {
    MethodHandle exit = Libc.function("_exit", FunctionDescriptor.ofVoid(JAVA_INT));
    try {
      exit.invokeExact(status);
    } catch (Throwable e) {
      throw new IllegalStateException("_exit takes every number", e);
    }
  }
}
