package io.keyferry.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.Layout;
import io.keyferry.local.agent.AgentCommand;
import io.keyferry.local.agent.AgentConfiguration;
import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.cloud.LocalCloud;
import io.keyferry.local.cloud.Parts;
import io.keyferry.local.process.FreePort;
import io.keyferry.local.run.FunctionClient;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.CkaId;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.VerificationKey;
import io.keyferry.model.WrappingAlgorithm;
import io.keyferry.model.WrappingKeySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A token, a local cloud in this JVM, and an agent that can be started, stopped and killed. */
final class Stage implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Parts parts = new Parts();
  private final Path folder;
  private final PreparedToken own;
  private final PreparedToken token;
  private final VerificationKey agentKey;
  private final TokenKind kind;
  private final LocalCloud cloud;
  private final FunctionClient functions;
  private Optional<AgentProcess> agent = Optional.empty();

  private Stage(TokenKind kind, Path folder, UnaryOperator<CloudSettings> change, Optional<Spy> spy)
      throws Exception {
    Layout layout = Layout.ofSystemProperty();
    this.folder = folder;
    this.kind = kind;
    own = kind.prepare(folder.resolve("token"));
    token = spy.map(watcher -> watcher.before(own)).orElse(own);
    agentKey =
        new AgentCommand(layout, own)
            .enrol(AgentConfiguration.writeTokenOnly(folder.resolve("enrol.yml"), own));
    CloudSettings settings =
        CloudSettings.of(layout, folder, agentKey)
            .withKeyPairsAhead(Map.of(WrappingKeySpec.RSA_2048, 2));
    cloud = parts.add(LocalCloud.start(change.apply(settings)));
    functions = parts.add(new FunctionClient(cloud.address().lambda()));
  }

  /** Everything but the agent. */
  static Stage open(TokenKind kind, Path folder) throws Exception {
    return new Stage(kind, folder, settings -> settings, Optional.empty());
  }

  static Stage open(TokenKind kind, Path folder, UnaryOperator<CloudSettings> change)
      throws Exception {
    return new Stage(kind, folder, change, Optional.empty());
  }

  /** With a spy between the agent and the token. */
  static Stage openThrough(Spy spy, TokenKind kind, Path folder) throws Exception {
    return new Stage(kind, folder, settings -> settings, Optional.of(spy));
  }

  LocalCloud cloud() {
    return cloud;
  }

  FunctionClient functions() {
    return functions;
  }

  VerificationKey agentKey() {
    return agentKey;
  }

  /** The token itself, whatever stands between it and the agent. */
  PreparedToken token() {
    return own;
  }

  Path folder() {
    return folder;
  }

  WrappingAlgorithm algorithm() {
    return kind == TokenKind.NSS
        ? WrappingAlgorithm.RSAES_OAEP_SHA_256
        : WrappingAlgorithm.RSAES_OAEP_SHA_1;
  }

  /** Starts an agent and waits until it is healthy. */
  AgentProcess startAgent() throws Exception {
    AgentProcess started = startAgent(List.of(), Map.of());
    started.awaitHealthy();
    return started;
  }

  /** Starts an agent that meets with harm; does not wait for it. */
  AgentProcess startAgent(List<Path> classPathBefore, Map<String, String> environment)
      throws Exception {
    CloudAddress address = cloud.address();
    int port = FreePort.find();
    Path configuration =
        new AgentConfiguration(
                CloudSettings.REGION.id(),
                CloudSettings.ACCOUNT,
                address.sqs().toString(),
                address.jobsQueueUrl(),
                address.resultsQueueUrl(),
                address.signingKeyPem(),
                token,
                List.of(WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingAlgorithm.RSAES_OAEP_SHA_1),
                WrappingKeySpec.RSA_2048,
                port)
            .write(folder.resolve("agent.yml"));
    AgentCommand command =
        new AgentCommand(Layout.ofSystemProperty(), withEnvironment(environment), classPathBefore);
    AgentProcess process = AgentProcess.start(command, configuration, port, folder);
    agent = Optional.of(process);
    return process;
  }

  private PreparedToken withEnvironment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(token.environment());
    all.putAll(more);
    return new PreparedToken(
        token.library(), token.label(), token.libraryParameters(), token.pinFile(), all);
  }

  void stopAgent() {
    agent.ifPresent(AgentProcess::close);
    agent = Optional.empty();
  }

  /** A request for a new KMS key, with RSA_2048 as its pairs are made fast. */
  ObjectNode request() {
    ObjectNode request = JSON.createObjectNode();
    request.put("clientToken", UUID.randomUUID().toString());
    request.putObject("newKey");
    request.put("wrappingAlgorithm", algorithm().name());
    request.put("wrappingKeySpec", WrappingKeySpec.RSA_2048.name());
    return request;
  }

  ImportId requestImport() throws Exception {
    return requestImport(request());
  }

  ImportId requestImport(ObjectNode request) throws Exception {
    JsonNode answer = JSON.readTree(functions.invoke(Functions.REQUEST_IMPORT, request.toString()));
    assertThat(answer.path("state").asText()).as(answer.toString()).isEqualTo("QUEUED");
    return new ImportId(answer.path("importId").asText());
  }

  /** Waits until the import has ended, and gives its record. */
  ImportRecord ended(ImportId id) throws Exception {
    return Eventually.of(() -> functions.read(id), found -> found.state().ended(), "import " + id);
  }

  /** The AES keys with this import's CKA_ID, as the agent's own command line lists them. */
  List<JsonNode> keysInHsm(ImportId id) throws IOException, InterruptedException {
    return keysInHsm().stream()
        .filter(key -> key.path("ckaId").asText().equals(CkaId.of(id).hex()))
        .toList();
  }

  /** All AES keys of the token, as the agent's own command line lists them. */
  List<JsonNode> keysInHsm() throws IOException, InterruptedException {
    String answer = agent("keys", "--config", folder.resolve("enrol.yml").toString(), "--json");
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode key : JSON.readTree(answer).path("keys")) {
      found.add(key);
    }
    return found;
  }

  /**
   * What the agent's own command line says of its audit log.
   *
   * @throws IOException if the chain does not hold
   */
  String verifiedAudit() throws IOException, InterruptedException {
    Path pem = Files.writeString(folder.resolve("agent-key.pem"), agentKey.pem());
    return agent("audit", "verify", folder.resolve("audit").toString(), "--key", pem.toString());
  }

  /** Writes the ceremony record of an import that has ended to a file: a compact JWS. */
  Path ceremonyRecord(ImportId id) throws IOException, InterruptedException {
    return Files.writeString(
        folder.resolve("record-" + id + ".jws"), functions.ceremonyRecord(id).orElseThrow());
  }

  /**
   * What the agent's own command line says of a ceremony record.
   *
   * @throws IOException if a check fails
   */
  String verifiedRecord(Path record, String... more) throws IOException, InterruptedException {
    Path agent = Files.writeString(folder.resolve("agent-key.pem"), agentKey.pem());
    Path cloudKey =
        Files.writeString(folder.resolve("cloud-key.pem"), cloud.address().signingKeyPem());
    List<String> words =
        new ArrayList<>(
            List.of("record", "verify", record.toString(), "--cloud-key", cloudKey.toString()));
    words.addAll(List.of("--agent-key", agent.toString()));
    words.addAll(List.of(more));
    return agent(words.toArray(String[]::new));
  }

  /** Runs the agent's own command line and gives its output. */
  String agent(String... arguments) throws IOException, InterruptedException {
    return new AgentCommand(Layout.ofSystemProperty(), own).output(arguments);
  }

  String agentLog() throws IOException {
    return Files.readString(folder.resolve(AgentProcess.LOG));
  }

  /** How often KMS was asked for this operation and answered without an error. */
  long kmsCalls(String operation, String keyArn) throws IOException {
    return Files.readAllLines(folder.resolve("kms.log")).stream()
        .filter(line -> line.contains(" " + operation + " ") && line.contains(keyArn + " ok"))
        .count();
  }

  @Override
  public void close() {
    stopAgent();
    parts.close();
  }
}
