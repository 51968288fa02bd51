package io.keyferry.agent.systemd;

import io.keyferry.evidence.text.Printable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What systemd is told of the agent; nothing where systemd did not start it. Safe for use by
 * several threads.
 */
public final class ServiceManager {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG = "WATCHDOG_USEC";
  private static final String WATCHED = "WATCHDOG_PID";

  private final Optional<NotifySocket> socket;
  private final boolean watched;

  private ServiceManager(Optional<NotifySocket> socket, boolean watched) {
    this.socket = socket;
    this.watched = watched;
  }

  /** The manager that this environment names, if it does. */
  public static ServiceManager of(Map<String, String> environment) {
    return new ServiceManager(
        Optional.ofNullable(environment.get(SOCKET))
            .filter(name -> name.startsWith("/") || name.startsWith("@"))
            .map(NotifySocket::new),
        environment.containsKey(WATCHDOG) && meant(environment.get(WATCHED)));
  }

  private static boolean meant(@Nullable String pid) {
    return pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
  }

  /** Everything is set up, and the work begins. */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + line(status));
  }

  /** What the agent is about, for people. */
  public void status(String status) {
    send("STATUS=" + line(status));
  }

  /** The work ends. */
  public void stopping() {
    send("STOPPING=1\nSTATUS=stopping: jobs in hand end");
  }

  /** To be called by what must not stand still: systemd restarts an agent that is silent. */
  public void alive() {
    if (watched) {
      send("WATCHDOG=1");
    }
  }

  private static String line(String status) {
    return Printable.line(status.replaceAll("\\s+", " "));
  }

  private void send(String message) {
    if (socket.isPresent()) {
      try {
        socket.get().send(message);
      } catch (IOException e) {
        // If it matters, systemd's time runs out and it acts.
        LOG.warn("systemd could not be told '{}': {}", line(message), e.getMessage());
      }
    }
  }
}
