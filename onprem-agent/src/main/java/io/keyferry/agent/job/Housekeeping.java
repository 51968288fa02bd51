package io.keyferry.agent.job;

import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.job.check.Rejections;
import io.keyferry.agent.job.wrap.OpenedKeys;
import io.keyferry.evidence.log.AuditException;
import jakarta.inject.Singleton;

/**
 * What is done in each turn of the job loop beside the jobs. Costs nothing while there is nothing.
 */
@Singleton
final class Housekeeping implements Runnable {

  private final HsmConnection hsm;
  private final Token token;
  private final OpenedKeys opened;
  private final Rejections rejections;
  private final RecordProbe records;

  Housekeeping(
      HsmConnection hsm,
      Token token,
      OpenedKeys opened,
      Rejections rejections,
      RecordProbe records) {
    this.hsm = hsm;
    this.token = token;
    this.opened = opened;
    this.rejections = rejections;
    this.records = records;
  }

  @Override
  public void run() {
    if (hsm.state().isReady()) {
      opened.close(token);
    }
    try {
      rejections.writeCounted(false);
    } catch (AuditException e) {
      records.failed(String.valueOf(e.getMessage()));
    }
  }
}
