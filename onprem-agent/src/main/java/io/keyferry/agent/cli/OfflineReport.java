package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.CliJson;
import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.evidence.record.RecordVerdict;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.value.UtcTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** The result of verifying an offline record, as text or JSON. */
record OfflineReport(RecordVerdict<OfflineRecord> verdict) {

  String text() {
    return RecordReport.text(verdict.checks(), closing());
  }

  private String closing() {
    if (verdict.record().isEmpty()) {
      return "This is not an offline record of that agent; nothing else was checked.";
    }
    OfflineRecord record = verdict.record().get();
    String name =
        "the offline record of %s, key with CKA_ID %s"
            .formatted(
                UtcTime.format(record.times().statedAt()), record.work().wrapped().key().ckaId());
    long failed = verdict.count(Outcome.FAILS);
    long holding = verdict.count(Outcome.HOLDS);
    return failed > 0
        ? "%d of %d checks failed: do not rely on %s.".formatted(failed, failed + holding, name)
        : "All %d checks hold: %s, is as the agent signed it. It proves what left the HSM, not what KMS did with it."
            .formatted(holding, name);
  }

  /** {@code {"holds", "sha256", "offline", "checks": [{"subject", "outcome", "sentence"}]}}. */
  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("holds", verdict.holds());
    json.put("sha256", verdict.sha256().hex());
    json.put("offline", true);
    json.put("checks", RecordReport.json(verdict.checks()));
    return CliJson.of(json);
  }
}
