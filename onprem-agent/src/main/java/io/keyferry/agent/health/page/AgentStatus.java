package io.keyferry.agent.health.page;

import io.keyferry.agent.health.Indicator;
import io.keyferry.agent.hsm.recovery.HsmState;
import io.keyferry.agent.job.RecentImports;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.TokenIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of the agent.
 *
 * @param now UTC
 */
record AgentStatus(
    Instant now,
    Program program,
    Hsm hsm,
    List<Indicator.Reading> health,
    Jobs jobs,
    ChainHead head) {

  /** The process. */
  record Program(Software software, Duration uptime) {}

  /**
   * The jobs.
   *
   * @param imports the answered imports, newest first
   */
  record Jobs(int inProgress, List<RecentImports.Answered> imports) {}

  /** The HSM. */
  record Hsm(TokenIdentity token, HsmState state) {}

  /**
   * The last line of the audit log.
   *
   * @param written absent if another process wrote the line
   */
  record ChainHead(long sequence, Sha256 hash, Optional<Instant> written) {}

  boolean isWell() {
    return health.stream().allMatch(Indicator.Reading::isUp);
  }
}
