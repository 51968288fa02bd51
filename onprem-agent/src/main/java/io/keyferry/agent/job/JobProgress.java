package io.keyferry.agent.job;

import io.keyferry.agent.job.wrap.KeyWork;
import io.keyferry.model.message.WrapJob;
import jakarta.inject.Singleton;

/** The progress of jobs, for health, metrics and the status page. */
@Singleton
record JobProgress(JobTally tally, RecentImports recent, RecordProbe records) {

  void answered(WrapJob job, KeyWork.Done done) {
    records.kept();
    tally.answered(done);
    recent.answered(job, done);
  }
}
