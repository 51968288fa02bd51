package io.keyferry.acceptance.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.Layout;
import io.keyferry.local.agent.AgentCommand;
import io.keyferry.local.agent.AgentConfiguration;
import io.keyferry.local.agent.AgentPolicy;
import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.agent.AgentProgram;
import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A local cloud with a token, and an agent that can be started, stopped and killed. */
final class Stage extends CloudStage {

  /** No key pairs, so that a spy sees no calls of a self-test. */
  static final AgentPolicy AES =
      AgentPolicy.aes(
          List.of(WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingAlgorithm.RSAES_OAEP_SHA_1),
          WrappingKeySpec.RSA_2048);

  /** Puts a library between the agent and a token. */
  @FunctionalInterface
  interface Between {
    PreparedToken before(PreparedToken token) throws Exception;
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int ANY_FREE_PORT = 0;

  private static final String AGENT_KEY = "keyferry-agent";

  private final PreparedToken own;
  private final PreparedToken token;
  private final VerificationKey agentKey;
  private final TokenKind kind;
  private AgentPolicy policy = AES;
  private AgentConfiguration.Patience patience = AgentConfiguration.Patience.USUAL;
  private Optional<AgentProcess> agent = Optional.empty();

  private Stage(
      TokenKind kind, Path folder, CloudSettings settings, PreparedToken own, PreparedToken token)
      throws Exception {
    super(folder, settings);
    this.kind = kind;
    this.own = own;
    this.token = token;
    this.agentKey = settings.agent();
  }

  private static Stage open(
      TokenKind kind, Path folder, UnaryOperator<CloudSettings> change, Between between)
      throws Exception {
    PreparedToken own = kind.prepare(folder.resolve("token"));
    PreparedToken token = between.before(own);
    VerificationKey agentKey =
        new AgentCommand(Layout.ofSystemProperty(), own)
            .enrol(AgentConfiguration.writeTokenOnly(folder.resolve("enrol.yml"), own));
    return new Stage(kind, folder, change.apply(settings(folder, agentKey)), own, token);
  }

  /** Starts everything except the agent. */
  static Stage open(TokenKind kind, Path folder) throws Exception {
    return open(kind, folder, settings -> settings, token -> token);
  }

  /** Starts everything except the agent, with a library between the agent and the token. */
  static Stage openThrough(TokenKind kind, Path folder, Between between) throws Exception {
    return open(kind, folder, settings -> settings, between);
  }

  static Stage open(TokenKind kind, Path folder, UnaryOperator<CloudSettings> change)
      throws Exception {
    return open(kind, folder, change, token -> token);
  }

  /** Starts everything except the agent, with a spy between the agent and the token. */
  static Stage openThrough(Spy spy, TokenKind kind, Path folder) throws Exception {
    return openThrough(spy, kind, folder, settings -> settings);
  }

  static Stage openThrough(
      Spy spy, TokenKind kind, Path folder, UnaryOperator<CloudSettings> change) throws Exception {
    return open(kind, folder, change, spy::before);
  }

  VerificationKey agentKey() {
    return agentKey;
  }

  /** The token itself, not the library in front of it. */
  PreparedToken token() {
    return own;
  }

  @Override
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

  /** Sets the policy of agents that are started from now on. */
  void allow(AgentPolicy allowed) {
    policy = allowed;
  }

  /** Sets the HSM timeouts of agents that are started from now on. */
  void allow(AgentConfiguration.Patience with) {
    patience = with;
  }

  /** Starts an agent with fault injection; does not wait for it. */
  AgentProcess startAgent(List<Path> classPathBefore, Map<String, String> environment)
      throws Exception {
    CloudAddress address = cloud().address();
    Path configuration =
        new AgentConfiguration(
                AgentConfiguration.Cloud.at(address), token, policy, patience, ANY_FREE_PORT)
            .write(folder().resolve("agent.yml"));
    AgentCommand command =
        new AgentCommand(program(classPathBefore), withEnvironment(environment), address.agent());
    AgentProcess process = AgentProcess.start(command, configuration, folder());
    agent = Optional.of(process);
    return process;
  }

  private static AgentProgram program(List<Path> classPathBefore) {
    Layout layout = Layout.ofSystemProperty();
    return classPathBefore.isEmpty()
        ? new AgentProgram.Built(layout)
        : new AgentProgram.Harmed(layout, classPathBefore);
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

  /** The keys with this import's CKA_ID, as the agent's own command line lists them. */
  List<JsonNode> keysInHsm(ImportId id) throws IOException, InterruptedException {
    return keysInHsm().stream()
        .filter(key -> key.path("ckaId").asText().equals(CkaId.of(id).hex()))
        .toList();
  }

  /** All keys of the token except the agent's, as the agent's own command line lists them. */
  List<JsonNode> keysInHsm() throws IOException, InterruptedException {
    String answer = agent("keys", "--config", folder().resolve("enrol.yml").toString(), "--json");
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode key : JSON.readTree(answer).path("keys")) {
      if (!key.path("label").asText().equals(AGENT_KEY)) {
        found.add(key);
      }
    }
    return found;
  }

  /**
   * The agent's own verification of its audit log.
   *
   * @throws IOException if the chain does not hold
   */
  String verifiedAudit() throws IOException, InterruptedException {
    Path pem = Files.writeString(folder().resolve("agent-key.pem"), agentKey.pem());
    return agent("audit", "verify", folder().resolve("audit").toString(), "--key", pem.toString());
  }

  /**
   * The agent's own verification of a ceremony record.
   *
   * @throws IOException if a check fails
   */
  String verifiedRecord(Path record, String... more) throws IOException, InterruptedException {
    Path agent = Files.writeString(folder().resolve("agent-key.pem"), agentKey.pem());
    Path cloudKey =
        Files.writeString(folder().resolve("cloud-key.pem"), cloud().address().signingKeyPem());
    List<String> words =
        new ArrayList<>(
            List.of("record", "verify", record.toString(), "--cloud-key", cloudKey.toString()));
    words.addAll(List.of("--agent-key", agent.toString()));
    words.addAll(List.of(more));
    return agent(words.toArray(String[]::new));
  }

  /** The check value of the AES key in the emulator, by the method that this token supports. */
  String keyCheckValueInKms(ImportRecord imported) throws IOException {
    URI uri =
        cloud()
            .address()
            .kms()
            .resolve("/emulator/key-check-value?keyId=" + imported.keyArn().orElseThrow().keyId());
    String method =
        imported.hsm().hsmKey().orElseThrow().proof().keyCheckValue().orElseThrow().method().name();
    try (InputStream answer = uri.toURL().openStream()) {
      return JSON.readTree(answer).path(method).asText();
    }
  }

  /** Runs the agent's own command line and returns its output. */
  String agent(String... arguments) throws IOException, InterruptedException {
    return new AgentCommand(Layout.ofSystemProperty(), own).output(arguments);
  }

  /** The lines of the audit log with this event that contain this text. */
  List<String> auditLines(String event, String text) throws IOException {
    try (Stream<Path> files = Files.list(folder().resolve("audit"))) {
      List<String> found = new ArrayList<>();
      for (Path file : files.filter(name -> name.toString().endsWith(".jsonl")).sorted().toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.contains("\"event\":\"" + event + "\"") && line.contains(text))
            .forEach(found::add);
      }
      return found;
    }
  }

  /** How often the agent logged this step of an import. */
  long steps(ImportId id, String step) throws IOException {
    return agentLog()
        .lines()
        .filter(line -> line.contains("\"" + step + "\"") && line.contains(id.value()))
        .count();
  }

  String agentLog() throws IOException {
    return Files.readString(folder().resolve(AgentProcess.LOG));
  }

  @Override
  public void close() {
    stopAgent();
    super.close();
  }
}
