package io.keyferry.agent.run;

import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.health.AgentHealth;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.job.JobLoop;
import io.keyferry.agent.job.RunEnd;
import io.keyferry.agent.job.wrap.WrapSelfTest;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.agent.systemd.ServiceManager;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running token, job loop and health server. */
public final class RunningAgent implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningAgent.class);
  private static final Duration JOBS_END_WITHIN = Duration.ofSeconds(25);

  /** Less than the unit's TimeoutStopSec, after which systemd kills the process. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(38);

  private static final Duration WATCH = Duration.ofSeconds(1);
  private static final int ANY_FREE_PORT = -1;

  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final JobLoop loop;
  private final Duration maxOutage;
  private final ServiceManager service;
  private boolean closed;

  private RunningAgent(
      ApplicationContext context, EmbeddedServer server, JobLoop loop, Duration maxOutage) {
    this.context = context;
    this.server = server;
    this.loop = loop;
    this.maxOutage = maxOutage;
    this.service = context.getBean(ServiceManager.class);
  }

  /** Logs in, opens the health port and starts polling. A failure closes what was opened. */
  public static RunningAgent start(AgentConfig config, TokenOpener opener) {
    ApplicationContext context = context(config, opener);
    try {
      context.start();
      context.getBean(WrapSelfTest.class).run();
      JobLoop loop = context.getBean(JobLoop.class);
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      loop.start();
      return new RunningAgent(context, server, loop, config.token().maxOutage());
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static ApplicationContext context(AgentConfig config, TokenOpener opener) {
    int port = config.agent().port();
    return ApplicationContext.builder()
        // Only the configuration file may move the health server or open another endpoint.
        .deduceEnvironment(false)
        .deduceCloudEnvironment(false)
        .environmentPropertySource(false)
        .banner(false)
        .properties(
            Map.of(
                "micronaut.server.host",
                "127.0.0.1",
                "micronaut.server.port",
                port == 0 ? ANY_FREE_PORT : port))
        .singletons(config, config.cloud(), config.work(), config.policy(), opener)
        .build();
  }

  public int port() {
    return server.getPort();
  }

  /**
   * Waits for the end of the loop. Reports its status to systemd, which considers the service ready
   * from now on, because the agent recovers by itself. Logs once when all indicators are UP for the
   * first time.
   *
   * @throws HsmOutageException if the HSM has been unreachable for too long: a new process must try
   */
  public void awaitEnd() throws InterruptedException, HsmOutageException {
    AgentHealth health = context.getBean(AgentHealth.class);
    StatusLine status = context.getBean(StatusLine.class);
    HsmConnection hsm = context.getBean(HsmConnection.class);
    InstantSource clock = context.getBean(InstantSource.class);
    String shown = status.text();
    service.ready(shown);
    boolean ready = false;
    while (!loop.awaitEnd(ready ? WATCH : Duration.ofMillis(100))) {
      Optional<String> unrecoverable = hsm.state().unrecoverable(clock.instant(), maxOutage);
      if (unrecoverable.isPresent()) {
        throw new HsmOutageException(unrecoverable.get());
      }
      String text = status.text();
      if (!text.equals(shown)) {
        shown = text;
        service.status(shown);
      }
      if (!ready && health.isUp()) {
        ready = true;
        LOG.info(
            "ready: health on http://127.0.0.1:{}/health, pid {}",
            port(),
            ProcessHandle.current().pid());
      }
    }
  }

  /** Lets jobs in progress end, then logs out. May be called twice, and by two threads. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    LOG.info("stopping");
    service.stopping();
    Thread stop =
        Thread.ofPlatform()
            .daemon()
            .name("stop")
            .uncaughtExceptionHandler((_, e) -> LOG.error("The shutdown failed", e))
            .start(this::stop);
    try {
      if (stop.join(STOP_WITHIN)) {
        LOG.info("stopped");
      } else {
        LOG.warn("Not stopped within {} s; the process ends anyway", STOP_WITHIN.toSeconds());
      }
    } catch (InterruptedException e) {
      LOG.warn("Interrupted while waiting for jobs in progress; they will be delivered again");
      Thread.currentThread().interrupt();
    }
  }

  /** Stops step by step, because each step may hang in the HSM's client. */
  private void stop() {
    try {
      loop.stop(JOBS_END_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.getBean(RunEnd.class).stopped();
    context.close();
  }
}
