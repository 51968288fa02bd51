package io.keyferry.agent.job;

import io.keyferry.agent.job.check.Rejections;
import io.keyferry.agent.job.wrap.OpenedKeys;
import io.keyferry.agent.systemd.ServiceManager;
import io.keyferry.evidence.log.AuditException;
import jakarta.inject.Singleton;

/**
 * What each turn of the job loop does besides jobs, the watchdog first. Costs nothing if there is
 * nothing to do.
 */
@Singleton
final class Housekeeping implements Runnable {

  private final ServiceManager service;
  private final AgentHsm hsm;
  private final OpenedKeys opened;
  private final Rejections rejections;
  private final RecordProbe records;

  Housekeeping(
      ServiceManager service,
      AgentHsm hsm,
      OpenedKeys opened,
      Rejections rejections,
      RecordProbe records) {
    this.service = service;
    this.hsm = hsm;
    this.opened = opened;
    this.rejections = rejections;
    this.records = records;
  }

  @Override
  public void run() {
    service.alive();
    if (hsm.connection().state().isReady()) {
      opened.close(hsm.token());
    }
    try {
      rejections.writeCounted(false);
    } catch (AuditException e) {
      records.failed(String.valueOf(e.getMessage()));
    }
  }
}
