package io.keyferry.agent.run;

import io.keyferry.agent.cli.option.AgentVersion;
import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.job.ledger.JobLedger;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.value.Software;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** The records that the agent keeps on disk. */
@Factory
final class RecordBeans {

  @Singleton
  Software software() {
    return AgentVersion.software();
  }

  @Singleton
  @Bean(preDestroy = "close")
  AuditLog auditLog(AgentConfig config, Software software, InstantSource clock)
      throws AuditException {
    AuditLog log = AuditLog.open(config.audit(), clock);
    log.append(
        AuditEntry.of(
            AuditEvent.STARTED,
            Map.of(
                "version", software.version(),
                "build", software.build(),
                "cloudKey", config.cloud().signingKey().thumbprint().value(),
                "policySha256", config.policy().digest().hex())));
    log.force();
    return log;
  }

  @Singleton
  @Bean(preDestroy = "close")
  JobLedger ledger(AgentConfig config, InstantSource clock) throws AuditException {
    return JobLedger.open(config.ledger(), new SecureRandom(), clock);
  }
}
