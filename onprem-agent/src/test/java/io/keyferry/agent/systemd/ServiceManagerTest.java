package io.keyferry.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.keyferry.agent.systemd.testing.NotifyReceiver;
import io.keyferry.agent.systemd.testing.SystemTemp;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServiceManagerTest {

  private static final String PID = Long.toString(ProcessHandle.current().pid());

  @TempDir(factory = SystemTemp.class)
  private Path folder;

  @Test
  void notifiesSystemdThroughASocketInTheFileSystem() throws Throwable {
    notifiesOfItsWholeLife(folder.resolve("notify").toString());
  }

  @Test
  void notifiesSystemdThroughAnAbstractSocket() throws Throwable {
    notifiesOfItsWholeLife("@keyferry/" + UUID.randomUUID());
  }

  private static void notifiesOfItsWholeLife(String name) throws Throwable {
    try (NotifyReceiver systemd = new NotifyReceiver(name)) {
      ServiceManager service =
          ServiceManager.of(
              Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "240000000", "WATCHDOG_PID", PID));
      service.ready("token 'é',\nwaiting");
      service.alive();
      service.status("unreachable");
      service.stopping();

      assertThat(systemd.next()).isEqualTo("READY=1\nSTATUS=token 'é', waiting");
      assertThat(systemd.next()).isEqualTo("WATCHDOG=1");
      assertThat(systemd.next()).isEqualTo("STATUS=unreachable");
      assertThat(systemd.next()).startsWith("STOPPING=1\nSTATUS=stopping");
    }
  }

  @Test
  void feedsNoWatchdogUnlessConfigured() throws Throwable {
    String name = "@keyferry/" + UUID.randomUUID();
    try (NotifyReceiver systemd = new NotifyReceiver(name)) {
      ServiceManager.of(Map.of("NOTIFY_SOCKET", name)).alive();
      ServiceManager.of(
              Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "1", "WATCHDOG_PID", "1" + PID))
          .alive();
      ServiceManager.of(Map.of("NOTIFY_SOCKET", name)).status("first");

      assertThat(systemd.next()).isEqualTo("STATUS=first");
    }
  }

  @Test
  void continuesIfNobodyListens() {
    Map<String, String> nobody = Map.of("NOTIFY_SOCKET", folder.resolve("none").toString());
    assertThatCode(() -> ServiceManager.of(nobody).ready("up")).doesNotThrowAnyException();
    assertThatCode(() -> ServiceManager.of(Map.of()).ready("up")).doesNotThrowAnyException();
    Map<String, String> tooLong = Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200));
    assertThatCode(() -> ServiceManager.of(tooLong).ready("up")).doesNotThrowAnyException();
    Map<String, String> other = Map.of("NOTIFY_SOCKET", "vsock:2:1234");
    assertThatCode(() -> ServiceManager.of(other).ready("up")).doesNotThrowAnyException();
  }
}
