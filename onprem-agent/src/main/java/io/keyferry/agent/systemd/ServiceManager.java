package io.keyferry.agent.systemd;

import io.keyferry.evidence.text.Printable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies systemd of the agent's status, or does nothing if systemd did not start it. Safe for use
 * by several threads.
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

  /** Returns the manager that this environment names, or one that does nothing. */
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

  /** Reports that the agent has started. */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + line(status));
  }

  /** Reports the status, for people. */
  public void status(String status) {
    send("STATUS=" + line(status));
  }

  /** Reports that the agent is stopping. */
  public void stopping() {
    send("STOPPING=1\nSTATUS=stopping: waiting for jobs in progress");
  }

  /** Notifies the watchdog. systemd restarts the agent if this stops. */
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
        // If it matters, systemd times out and acts.
        LOG.warn("Could not notify systemd of '{}': {}", line(message), e.getMessage());
      }
    }
  }
}
