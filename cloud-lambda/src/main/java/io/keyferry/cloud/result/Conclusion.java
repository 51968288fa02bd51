package io.keyferry.cloud.result;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.ImportUpdate;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportStep;
import java.util.Optional;
import java.util.function.Consumer;

/** From key material in KMS to the end of an import: the key is Enabled and proved. */
final class Conclusion {

  private final KeyEnabling enabling;

  Conclusion(Kms kms, Sleeper pause) {
    this.enabling = new KeyEnabling(kms, pause);
  }

  /**
   * Ends the import, unless KMS needs more time.
   *
   * @param before the steps to store with the next change
   * @throws KmsUnavailableException if KMS does not answer
   * @throws KmsRefusedException if this function is not allowed to
   */
  Verdict reach(
      ImportSession open,
      WrappedKey key,
      Consumer<ImportUpdate> before,
      Optional<String> materialId) {
    if (!enabling.isEnabled(open)) {
      return new Verdict.Again("KMS has the key material, but the key is not enabled yet");
    }
    Consumer<ImportUpdate> steps =
        before.andThen(step(open, ImportStep.KEY_ENABLED, open.kind().enabled(open.key())));
    Optional<String> disproof;
    try {
      disproof = open.kind().disproof(open, key.hsmKey());
    } catch (ImportFailedException e) {
      open.end(steps.andThen(edit -> edit.failed(e.failure())));
      return new Verdict.Done();
    }
    if (disproof.isPresent()) {
      open.run().log().line(FlowLog.Level.ERROR, open.record().importId(), disproof.get());
      return disproved(open, steps, disproof.get());
    }
    if (open.evidence().proof().isPresent()) {
      String proof = open.evidence().proof().get().toString();
      steps = steps.andThen(step(open, ImportStep.KEY_PROVED, proof));
    }
    try {
      steps = steps.andThen(open.kind().finish(open));
    } catch (ImportFailedException e) {
      open.end(steps.andThen(edit -> edit.failed(e.failure())));
      return new Verdict.Done();
    }
    open.end(steps.andThen(edit -> edit.step(ImportStep.IMPORTED, "").imported(key, materialId)));
    return new Verdict.Done();
  }

  /** A step that happens now and is stored later. */
  private static Consumer<ImportUpdate> step(ImportSession open, ImportStep step, String detail) {
    var now = open.run().now();
    return edit -> edit.step(now, step, detail);
  }

  /**
   * Ends an import whose key was disproved, by this delivery or an earlier one.
   *
   * @throws KmsUnavailableException if KMS does not answer
   */
  Verdict disproved(ImportSession open, Consumer<ImportUpdate> steps, String reason) {
    return open.kind()
        .endDisproved(open, steps, reason)
        .<Verdict>map(Verdict.Again::new)
        .orElseGet(Verdict.Done::new);
  }
}
