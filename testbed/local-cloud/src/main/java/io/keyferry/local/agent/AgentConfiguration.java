package io.keyferry.local.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.token.PreparedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the {@code agent.yml} of an agent beside the local cloud. YAML takes JSON as it is.
 *
 * @param endpoint of SQS
 * @param cloudKeyPem the cloud's signing key, pinned
 * @param patience with the HSM
 * @param port of the health server on loopback
 */
public record AgentConfiguration(
    String region,
    String account,
    String endpoint,
    String jobsQueueUrl,
    String resultsQueueUrl,
    String cloudKeyPem,
    PreparedToken token,
    AgentPolicy policy,
    Patience patience,
    int port) {

  /**
   * With the HSM.
   *
   * @param callSeconds how long a call may take
   * @param giveUpSeconds how long the HSM may be away before the agent ends
   */
  public record Patience(int callSeconds, int giveUpSeconds) {

    /** The agent's own. */
    public static final Patience USUAL = new Patience(30, 600);
  }

  /** Writes the file and gives its path back. */
  public Path write(Path file) throws IOException {
    Map<String, Object> cloud = new LinkedHashMap<>();
    cloud.put("region", region);
    cloud.put("endpoint", endpoint);
    cloud.put("jobs-queue-url", jobsQueueUrl);
    cloud.put("results-queue-url", resultsQueueUrl);
    cloud.put("signing-key", cloudKeyPem);

    Map<String, Object> allowed = policy.section();
    allowed.put("accounts", List.of(account));
    allowed.put("regions", List.of(region));

    Map<String, Object> root = new LinkedHashMap<>();
    root.put("cloud", cloud);
    Map<String, Object> hsm = section(token);
    hsm.put("call-timeout-seconds", patience.callSeconds());
    hsm.put("max-outage-seconds", patience.giveUpSeconds());
    root.put("token", hsm);
    root.put("agent", agent());
    root.put("policy", allowed);
    root.put("audit", directory(file, "audit"));
    root.put("ledger", directory(file, "ledger"));
    return write(file, root);
  }

  /**
   * Short times: ElasticMQ wakes no poll for a message that is given back, and tests kill agents.
   */
  private Map<String, Object> agent() {
    return Map.of("port", port, "poll-wait-seconds", 2, "visibility-timeout-seconds", 5);
  }

  /** Writes what {@code enrol} needs, before there is a cloud half: the token and the audit log. */
  public static Path writeTokenOnly(Path file, PreparedToken token) throws IOException {
    return write(file, Map.of("token", section(token), "audit", directory(file, "audit")));
  }

  /** A section with a directory beside the file. */
  private static Map<String, Object> directory(Path file, String name) throws IOException {
    Files.createDirectories(file.resolveSibling(name));
    return Map.of("directory", name);
  }

  private static Map<String, Object> section(PreparedToken token) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("library", token.library().toString());
    section.put("label", token.label());
    section.put("pin-file", token.pinFile().toString());
    token.libraryParameters().ifPresent(text -> section.put("library-parameters", text));
    return section;
  }

  private static Path write(Path file, Map<String, ?> content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file,
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    return file;
  }
}
