package io.keyferry.local.agent;

import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.model.deployment.AgentYml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The {@code agent.yml} of an agent with the local cloud.
 *
 * @param patience the HSM timeouts
 * @param port of the health server on loopback
 */
public record AgentConfiguration(
    Cloud cloud, PreparedToken token, AgentPolicy policy, Patience patience, int port) {

  /**
   * The cloud half.
   *
   * @param endpoint of SQS
   * @param signingKeyPem the pinned signing key
   */
  public record Cloud(
      String account, String endpoint, CloudAddress.QueueUrls queues, String signingKeyPem) {

    /** A local cloud. */
    public static Cloud at(CloudAddress address) {
      return new Cloud(
          address.account(), address.sqs().toString(), address.queues(), address.signingKeyPem());
    }
  }

  /**
   * The HSM timeouts.
   *
   * @param callSeconds the max duration of a call
   * @param giveUpSeconds how long the HSM may be unreachable before the agent ends
   */
  public record Patience(int callSeconds, int giveUpSeconds) {

    /** The agent's defaults. */
    public static final Patience USUAL = new Patience(30, 600);
  }

  /** Writes the file and returns its path. */
  public Path write(Path file) throws IOException {
    String region = CloudSettings.REGION.id();
    AgentYml yml =
        new AgentYml()
            .cloud(region, cloud.queues().jobs(), cloud.queues().results())
            .put("endpoint", cloud.endpoint())
            .put("signing-key", cloud.signingKeyPem());
    putToken(yml, token)
        .put("call-timeout-seconds", patience.callSeconds())
        .put("max-outage-seconds", patience.giveUpSeconds())
        // Short times: ElasticMQ does not end a poll when a message is given back, and tests kill
        // agents.
        .section("agent")
        .put("port", port)
        .put("poll-wait-seconds", 2)
        .put("visibility-timeout-seconds", 5)
        .policy(List.of(cloud.account()), region);
    policy.put(yml);
    return write(file, yml.audit(folder(file, "audit")).ledger(folder(file, "ledger")));
  }

  /** Writes what {@code enrol} needs before there is a cloud half: the token and the audit log. */
  public static Path writeTokenOnly(Path file, PreparedToken token) throws IOException {
    return write(file, putToken(new AgentYml(), token).audit(folder(file, "audit")));
  }

  /** A folder beside the file. */
  private static String folder(Path file, String name) throws IOException {
    Files.createDirectories(file.resolveSibling(name));
    return name;
  }

  private static AgentYml putToken(AgentYml yml, PreparedToken token) {
    yml.token()
        .put("library", token.library().toString())
        .put("label", token.label())
        .put("pin-file", token.pinFile().toString());
    token.libraryParameters().ifPresent(text -> yml.put("library-parameters", text));
    return yml;
  }

  private static Path write(Path file, AgentYml yml) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.writeString(file, yml.toString());
  }
}
