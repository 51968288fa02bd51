package io.keyferry.cloud.result;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.ImportUpdate;
import io.keyferry.cloud.record.VerificationTarget;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportStep;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From key material in KMS to the end of an import: the key is Enabled, proved, and gets its alias.
 * A new key that is disproved is disabled, so that nobody encrypts under what a stranger may know.
 */
final class Conclusion {

  private final Kms kms;
  private final KeyEnabling enabling;
  private final SameKey sameKey;
  private final AliasCreation aliases;

  Conclusion(Kms kms, Sleeper pause) {
    this.kms = kms;
    this.enabling = new KeyEnabling(kms, pause);
    this.sameKey = new SameKey(kms, pause);
    this.aliases = new AliasCreation(kms, pause);
  }

  /**
   * Ends the import, unless KMS needs more time.
   *
   * @param before the steps that are to be stored with the next change
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
        before.andThen(step(open, ImportStep.KEY_ENABLED, enabled(open)));
    Optional<String> disproof;
    try {
      disproof = sameKey.disproof(open, key.hsmKey());
    } catch (ImportFailedException e) {
      open.end(steps.andThen(edit -> edit.failed(e.failure())));
      return new Verdict.Done();
    }
    if (disproof.isPresent()) {
      return disproved(open, steps, disproof.get());
    }
    if (open.evidence().proof().isPresent()) {
      String proof = open.evidence().proof().get().toString();
      steps = steps.andThen(step(open, ImportStep.KEY_PROVED, proof));
    }
    Optional<String> alias = open.stored().alias();
    if (alias.isPresent()) {
      Optional<Failure> refused = aliases.give(open, alias.get());
      if (refused.isPresent()) {
        open.end(steps.andThen(edit -> edit.failed(refused.get())));
        return new Verdict.Done();
      }
      steps = steps.andThen(step(open, ImportStep.ALIAS_CREATED, alias.get()));
    }
    open.end(steps.andThen(edit -> edit.step(ImportStep.IMPORTED, "").imported(key, materialId)));
    return new Verdict.Done();
  }

  /** A step that is taken now, and stored later. */
  private static Consumer<ImportUpdate> step(ImportSession open, ImportStep step, String detail) {
    var now = open.run().now();
    return edit -> edit.step(now, step, detail);
  }

  private Verdict disproved(ImportSession open, Consumer<ImportUpdate> steps, String reason) {
    open.run().log().line(FlowLog.Level.ERROR, open.record().importId(), reason);
    if (open.stored().asksForNewKey()) {
      // Stored before the key is disabled, so that a crash in between leaves no doubt who did that.
      open.change(steps.andThen(edit -> edit.disproved(reason)));
      return disable(open, reason);
    }
    String cure =
        open.stored().proof().isPresent()
            ? "One of the two was replaced, or the agent is at another HSM: compare the ceremony record of the import with the HSM's own log."
            : "Find out who holds that key, disable it (aws kms disable-key --key-id %s), then request an import into a new KMS key."
                .formatted(open.key());
    open.end(steps.andThen(edit -> edit.failed(differs(reason + " " + cure))));
    return new Verdict.Done();
  }

  /**
   * Disables a key that was disproved, by this delivery or an earlier one, and ends the import.
   *
   * @throws KmsUnavailableException if KMS does not answer
   */
  Verdict disable(ImportSession open, String reason) {
    String anew = "Find out who holds that key, then request an import into a new KMS key.";
    try {
      open.evidence()
          .answered(Evidence.DISABLE_KEY, open.run().call(() -> kms.disable(open.key())));
    } catch (KmsRefusedException e) {
      open.evidence().refused(Evidence.DISABLE_KEY, e);
      if (e.kind() == KmsRefusedException.Kind.ACCESS_DENIED && open.isSettling()) {
        return new Verdict.Again("the disproved key is not disabled yet: " + e.sentence());
      }
      open.fail(
          differs(
              "%s KeyFerry could not disable it (%s): do so now, aws kms disable-key --key-id %s. %s"
                  .formatted(reason, e.sentence(), open.key(), anew)));
      return new Verdict.Done();
    }
    open.evidence().keyChanged();
    open.end(edit ->
        edit.step(ImportStep.KEY_DISABLED, open.key().toString())
            .failed(differs("%s KeyFerry has disabled it. %s".formatted(reason, anew))));
    return new Verdict.Done();
  }

  private static Failure differs(String reason) {
    return Failure.of(FailureCode.MATERIAL_DIFFERS, reason);
  }

  private static String enabled(ImportSession open) {
    return open.stored().proof().filter(VerificationTarget::foundDisabled).isPresent()
        ? open.key()
            + ", which was Disabled: KMS enabled it by this import, as evenIfDisabled ordered"
        : open.key().toString();
  }
}
