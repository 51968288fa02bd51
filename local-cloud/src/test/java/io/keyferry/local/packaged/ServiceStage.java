package io.keyferry.local.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.agent.service.testing.NotifyReceiver;
import io.keyferry.local.Layout;
import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.cloud.LocalCloud;
import io.keyferry.local.cloud.Parts;
import io.keyferry.local.endtoend.Eventually;
import io.keyferry.local.kms.WrappingKeySupply;
import io.keyferry.local.run.FunctionClient;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportState;
import io.keyferry.model.VerificationKey;
import io.keyferry.model.WrappingKeySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A local cloud, and a stand-in for systemd that starts the installed service beside it. */
final class ServiceStage implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WATCHDOG_MICROSECONDS = "240000000";

  private final Parts parts = new Parts();
  private final LocalCloud cloud;
  private final FunctionClient functions;
  private final NotifyReceiver systemd;
  private final Path socket;
  private final Path log;
  private final List<String> told = new ArrayList<>();
  private final List<Process> service = new ArrayList<>();

  private ServiceStage(CloudSettings settings, Path folder) throws Throwable {
    cloud = parts.add(LocalCloud.start(settings));
    functions = parts.add(new FunctionClient(cloud.address().lambda()));
    // The service's user must reach it.
    socket = InstalledAgent.CREDENTIALS.resolve("notify");
    systemd = new NotifyReceiver(socket.toString());
    InstalledAgent.giveToService(InstalledAgent.CREDENTIALS);
    log = Files.createFile(folder.resolve("service.log"));
  }

  static ServiceStage open(VerificationKey agent, Path folder) throws Exception {
    try {
      return new ServiceStage(
          CloudSettings.of(Layout.ofSystemProperty(), folder, agent)
              .withWrappingKeys(WrappingKeySupply.ahead(Map.of(WrappingKeySpec.RSA_4096, 1))),
          folder);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The sections that {@code enrol} needs, with the PIN as a credential. YAML takes JSON. */
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
    CloudAddress address = cloud.address();
    Map<String, Object> queues = new LinkedHashMap<>();
    queues.put("region", CloudSettings.REGION.id());
    queues.put("endpoint", address.sqs().toString());
    queues.put("jobs-queue-url", address.jobsQueueUrl());
    queues.put("results-queue-url", address.resultsQueueUrl());
    queues.put("signing-key", address.signingKeyPem());
    return """
    cloud: %s
    policy:
      accounts: ["%s"]
      regions: [%s]
    journal:
      directory: /var/lib/keyferry/journal
    agent:
      port: 0
      poll-seconds: 2
    """
        .formatted(JSON.writeValueAsString(queues), address.account(), CloudSettings.REGION.id());
  }

  /** Starts the service as systemd would, but for its sandbox. */
  void start(InstalledAgent agent, List<String> command) throws Exception {
    String stream = Run.of("stat", "-c", "%d:%i", log.toString()).well().strip();
    Map<String, String> environment = new HashMap<>(cloud.address().agent().environment());
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

  /** Waits until systemd has been told something with this text, since the start. */
  void awaitTold(String text) {
    try {
      while (told.stream().noneMatch(message -> message.contains(text))) {
        told.add(systemd.next());
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Carries a key; gives the id of its import. */
  String carry() throws Exception {
    String request = "{\"clientToken\": \"%s\", \"newKey\": {}}".formatted(UUID.randomUUID());
    JsonNode answer = JSON.readTree(functions.invoke(Functions.REQUEST_IMPORT, request));
    ImportId id = new ImportId(answer.path("importId").asText());
    Eventually.of(() -> functions.read(id), found -> found.state().ended(), "import " + id);
    return id.value();
  }

  ImportState state(String id) throws Exception {
    return functions.read(new ImportId(id)).state();
  }

  List<String> logLines() throws Exception {
    return Files.readAllLines(log);
  }

  /** SIGTERM, and what it ended with. */
  int stop() throws Exception {
    service.getFirst().destroy();
    return service.getFirst().waitFor();
  }

  @Override
  public void close() {
    service.forEach(Process::destroyForcibly);
    systemd.close();
    parts.close();
  }
}
