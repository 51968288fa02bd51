package io.keyferry.acceptance.packaged;

import io.keyferry.agent.systemd.testing.NotifyReceiver;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A local cloud, and a service manager that starts the installed service as systemd would. */
final class ServiceStage implements AutoCloseable {

  private static final String WATCHDOG_MICROSECONDS = "240000000";

  private final CloudHalf cloud;
  private final NotifyReceiver systemd;
  private final Path socket;
  private final Path log;
  private final List<String> notifications = new ArrayList<>();
  private final List<Process> service = new ArrayList<>();

  private ServiceStage(CloudHalf cloud, Path folder) throws Throwable {
    this.cloud = cloud;
    // The service's user must have access to it.
    socket = InstalledAgent.CREDENTIALS.resolve("notify");
    systemd = new NotifyReceiver(socket.toString());
    InstalledAgent.giveToService(InstalledAgent.CREDENTIALS);
    log = Files.createFile(folder.resolve("service.log"));
  }

  static ServiceStage open(VerificationKey agent, Path folder) throws Exception {
    CloudHalf cloud = CloudHalf.start(agent, 1, folder);
    try {
      return new ServiceStage(cloud, folder);
    } catch (Throwable e) {
      cloud.close();
      throw new AssertionError(e);
    }
  }

  /** The sections that {@code enrol} needs, with the PIN as a credential. JSON is YAML. */
  static String tokenOnly(PreparedToken token) {
    return """
    token:
      library: %s
      label: %s
      library-parameters: "%s"
    audit:
      directory: /var/lib/keyferry/audit
    """
        .formatted(token.library(), token.label(), token.libraryParameters().orElseThrow());
  }

  /** The other sections. */
  String configuration() throws Exception {
    return cloud.configuration(WrappingAlgorithm.RSAES_OAEP_SHA_256)
        + """
        ledger:
          directory: /var/lib/keyferry/ledger
        agent:
          port: 0
          poll-wait-seconds: 2
        """;
  }

  /** Starts the service as systemd would, without its sandbox. */
  void start(InstalledAgent agent, List<String> command) throws Exception {
    String stream = Run.of("stat", "-c", "%d:%i", log.toString()).well().strip();
    Map<String, String> environment = new HashMap<>(cloud.agentCredentials());
    environment.put("CREDENTIALS_DIRECTORY", InstalledAgent.CREDENTIALS.toString());
    environment.put("NOTIFY_SOCKET", socket.toString());
    environment.put("WATCHDOG_USEC", WATCHDOG_MICROSECONDS);
    environment.put("JOURNAL_STREAM", stream);
    service.add(
        new ProcessBuilder(agent.asService(environment, command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  /** Waits until the service has notified systemd with this text, since the start. */
  void awaitNotification(String text) {
    try {
      while (notifications.stream().noneMatch(message -> message.contains(text))) {
        notifications.add(systemd.next());
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Imports a key; returns the import's id and its final state. */
  Map.Entry<ImportId, ImportState> carry() throws Exception {
    ImportId id = cloud.request(WrappingAlgorithm.RSAES_OAEP_SHA_256);
    return Map.entry(id, cloud.ended(id));
  }

  List<String> logLines() throws Exception {
    return Files.readAllLines(log);
  }

  /** Sends SIGTERM, and returns the exit status. */
  int stop() throws Exception {
    service.getFirst().destroy();
    return service.getFirst().waitFor();
  }

  @Override
  public void close() {
    service.forEach(Process::destroyForcibly);
    systemd.close();
    cloud.close();
  }
}
