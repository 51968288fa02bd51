package io.keyferry.agent.config;

import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.TokenSettings;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.agent.job.check.WorkSettings;
import io.keyferry.agent.job.queue.CloudSettings;
import io.keyferry.evidence.log.AuditSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All of {@code agent.yml}, checked.
 *
 * @param ledger the directory of the job ledger
 */
public record AgentConfig(
    CloudSettings cloud,
    TokenSection token,
    AgentSection agent,
    Policy policy,
    AuditSettings audit,
    Path ledger) {

  /**
   * The token and how to log in to it.
   *
   * @param pinFile absent if the PIN is a systemd credential or typed in
   * @param template the attributes of generated keys
   * @param maxOutage how long the HSM may be unreachable before the agent exits to be restarted
   */
  public record TokenSection(
      TokenSettings settings, Optional<Path> pinFile, KeyTemplate template, Duration maxOutage) {}

  /**
   * The agent itself.
   *
   * @param keyLabel the label of its signing key in the token
   * @param concurrency max jobs at once, 1 to 16
   * @param poll how long a receive waits for a job
   * @param visibility how soon a job is delivered again after a crash
   * @param port of the health server on the loopback interface; 0 for any free one
   */
  public record AgentSection(
      String keyLabel, int concurrency, int port, Duration poll, Duration visibility) {}

  public WorkSettings work() {
    return new WorkSettings(
        agent.keyLabel(), agent.concurrency(), agent.poll(), agent.visibility(), token.template());
  }
}
