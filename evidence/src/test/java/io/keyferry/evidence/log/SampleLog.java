package io.keyferry.evidence.log;

import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** Logs as an agent writes them. */
final class SampleLog {

  static final int FILE_BYTES = 1500;

  private SampleLog() {}

  static AuditLog open(Path directory, InstantSource clock) throws AuditException {
    return AuditLog.open(new AuditSettings(directory, FILE_BYTES), clock);
  }

  static AuditEntry entry(int number) {
    return AuditEntry.of(AuditEvent.JOB_RECEIVED, Map.of("message", "message " + number));
  }

  /**
   * This many rounds of three entries and a signed head.
   *
   * @return the sequence of the last line, which is a signed head
   */
  static int write(Path directory, int rounds, EcSigner... signers)
      throws AuditException, IOException {
    try (AuditLog log = open(directory, new TickingClock())) {
      for (int round = 0; round < rounds; round++) {
        for (int number = 0; number < 3; number++) {
          log.append(entry(4 * round + number));
        }
        MessageSigner<RuntimeException> signer = signers[round % signers.length];
        log.signHead(signer);
      }
    }
    return 4 * rounds;
  }
}
