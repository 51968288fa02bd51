package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.job.check.JobCheck;
import io.keyferry.agent.job.check.JobCheck.Verdict;
import io.keyferry.agent.job.ledger.JobLedger;
import io.keyferry.agent.job.queue.ServerClock;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.KeyThumbprint;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refusal because of a job's age says whether the agent's clock is wrong. */
class JobAgeTest {

  private static final Jobs JOBS =
      Jobs.to(new KeyThumbprint("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
  private static final WrapJob EXPIRED = JOBS.issuedAt(Jobs.NOW.minus(Jobs.VALID)).job();
  private static final WrapJob FUTURE =
      JOBS.issuedAt(Jobs.NOW.plus(ServerClock.MAX_SKEW).plusSeconds(1)).job();

  @TempDir Path directory;

  private final InstantSource clock = InstantSource.fixed(Jobs.NOW);
  private final ServerClock serverClock = new ServerClock(clock);

  @ParameterizedTest
  @CsvSource({
    "-7, 7 s ahead of that of SQS",
    "0, 0 s ahead of that of SQS",
    "301, 301 s behind that of SQS"
  })
  void saysHowTheAgentsClockDiffersFromThatOfSqs(long seconds, String words) throws AuditException {
    serverClock.compare(Jobs.NOW.plusSeconds(seconds));
    assertRefused(EXPIRED, FailureCode.JOB_EXPIRED, words);
    assertRefused(FUTURE, FailureCode.JOB_NOT_YET_VALID, words);
  }

  @Test
  void saysThatTheClocksWereNotCompared() throws AuditException {
    assertRefused(EXPIRED, FailureCode.JOB_EXPIRED, "not compared with that of SQS yet");
    assertRefused(FUTURE, FailureCode.JOB_NOT_YET_VALID, "not compared with that of SQS yet");
  }

  private void assertRefused(WrapJob job, FailureCode code, String words) throws AuditException {
    try (JobLedger ledger = JobLedger.open(directory, new Random(1), InstantSource.system())) {
      Verdict verdict = new JobCheck(Jobs.POLICY, ledger, serverClock, clock).check(job);
      assertThat(verdict).isInstanceOf(Verdict.Refused.class);
      Failure failure = ((Verdict.Refused) verdict).failure();
      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure.reason()).contains("(" + words + ")");
    }
  }
}
