package io.keyferry.agent.health.page;

import io.keyferry.agent.health.AgentHealth;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.job.JobTally;
import io.keyferry.agent.job.RecentImports;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.value.Software;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;

/** Collects the status of every part of the agent. */
@Singleton
final class StatusReader {

  private final AgentHealth health;
  private final HsmConnection hsm;
  private final JobTally tally;
  private final RecentImports imports;
  private final AuditTrail trail;
  private final Software software;
  private final InstantSource clock;

  StatusReader(
      AgentHealth health,
      HsmConnection hsm,
      JobTally tally,
      RecentImports imports,
      AuditTrail trail,
      Software software,
      InstantSource clock) {
    this.health = health;
    this.hsm = hsm;
    this.tally = tally;
    this.imports = imports;
    this.trail = trail;
    this.software = software;
    this.clock = clock;
  }

  AgentStatus read() {
    var indicators = health.read();
    AuditHead head = trail.head();
    return new AgentStatus(
        clock.instant(),
        new AgentStatus.Program(
            software, Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime())),
        new AgentStatus.Hsm(hsm.identity(), hsm.state()),
        indicators,
        new AgentStatus.Jobs(tally.inProgress(), imports.all()),
        new AgentStatus.ChainHead(head.sequence(), head.hash(), trail.lastAppended()));
  }
}
