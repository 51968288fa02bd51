package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.ImportParameters;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builds the next version of a stored import. */
public final class ImportUpdate {

  private static final int MAX_DETAIL = 1000;

  private final StoredImport old;
  private final ImportKind kind;
  private final Instant now;
  private final List<StepEvent> steps = new ArrayList<>();
  private Optional<KeyArn> keyArn;
  private ImportState state;
  private int number;
  private Optional<Sha256> fingerprint;
  private Optional<Instant> validTo;
  // Set only at the end: no record that can still change has any of it.
  private Optional<WrappedKey> key = Optional.empty();
  private Optional<String> keyMaterialId = Optional.empty();
  private Optional<Failure> failure = Optional.empty();
  private Optional<Attempt> attempt;
  private StoredOrder order;
  private Optional<Instant> leaseUntil;
  private Optional<Instant> due;
  private Progress progress;
  private final Map<String, String> requestIds;

  public ImportUpdate(StoredImport old, ImportKind kind, Instant now) {
    this.old = old;
    this.kind = kind;
    this.now = now;
    ImportRecord record = old.record();
    keyArn = record.keyArn();
    state = record.state();
    number = record.attempt();
    fingerprint = record.kms().wrappingKeyFingerprint();
    validTo = record.kms().parametersValidTo();
    attempt = old.attempt();
    order = old.request().order();
    leaseUntil = old.revision().leaseUntil();
    due = old.due();
    progress = old.progress();
    requestIds = new TreeMap<>(old.requestIds());
  }

  public ImportUpdate step(ImportStep step, String detail) {
    return step(now, step, detail);
  }

  /** A step that was completed before the record is stored. */
  public ImportUpdate step(Instant at, ImportStep step, String detail) {
    String cut = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL - 1) + "…" : detail;
    steps.add(new StepEvent(at, step, old.record().importId(), number, cut));
    return this;
  }

  public ImportUpdate leased(Instant until) {
    leaseUntil = Optional.of(until);
    return due(until);
  }

  /** Lets a repetition resume the work at once, and the schedule at its next turn. */
  public ImportUpdate released() {
    return released(now);
  }

  public ImportUpdate released(Instant next) {
    leaseUntil = Optional.empty();
    return due(progress.notBefore().filter(next::isBefore).orElse(next));
  }

  /** Stores what must be known before the first call that must not be repeated. */
  public ImportUpdate prepared() {
    progress = kind.prepared(progress);
    return this;
  }

  public ImportUpdate triedAgain() {
    progress = progress.triedAgain();
    return this;
  }

  /** KMS holds another key than the HSM: the import ends with this reason only. */
  public ImportUpdate disproved(String reason) {
    progress = progress.disproved(reason);
    return this;
  }

  /** The time from which the schedule resumes the import, if this invocation gets no further. */
  public ImportUpdate due(Instant time) {
    due = Optional.of(time);
    return this;
  }

  /** Leaves the import to the schedule, not before this time. */
  public ImportUpdate putOff(Instant until) {
    progress = progress.notBefore(until);
    return due(until);
  }

  /** KMS's request id of an action; the last one counts. */
  ImportUpdate requestId(String action, String id) {
    requestIds.put(action, id);
    return this;
  }

  ImportUpdate key(KeyArn key) {
    keyArn = Optional.of(key);
    return this;
  }

  public ImportUpdate nextAttempt(ImportParameters parameters, Instant obtained, String job) {
    number++;
    attempt =
        Optional.of(
            new Attempt(
                Optional.of(parameters.importToken()), parameters.wrappingKey(), obtained, job));
    fingerprint = Optional.of(parameters.wrappingKey().fingerprint());
    validTo = Optional.of(parameters.validTo());
    return this;
  }

  /** The order that the kind stores from now on. */
  public ImportUpdate order(StoredOrder next) {
    order = next;
    return this;
  }

  /** The job is in the queue, and its answer is due before it expires. */
  public ImportUpdate queued(Instant expiry) {
    return to(ImportState.QUEUED).released().due(expiry);
  }

  public ImportUpdate imported(WrappedKey wrapped, Optional<String> materialId) {
    key = Optional.of(wrapped);
    keyMaterialId = materialId;
    return ended(ImportState.IMPORTED);
  }

  public ImportUpdate failed(Failure why) {
    failure = Optional.of(why);
    return ended(ImportState.FAILED).step(ImportStep.FAILED, why.code() + ": " + why.reason());
  }

  List<StepEvent> steps() {
    return steps;
  }

  public StoredImport next(String writer) {
    ImportRecord record = old.record();
    List<StepEvent> history = new ArrayList<>(record.history());
    history.addAll(steps);
    return new StoredImport(
        new ImportRecord(
            record.order(),
            new ImportRecord.Progress(state, now, number, history),
            record.wrapping(),
            new ImportRecord.Kms(
                keyArn, record.kms().expiration(), fingerprint, validTo, keyMaterialId),
            new ImportRecord.Hsm(key.map(WrappedKey::hsmKey), key.map(WrappedKey::token)),
            new ImportRecord.Failed(failure.map(Failure::code), failure.map(Failure::reason))),
        old.request().with(order),
        attempt,
        progress,
        new Revision(old.version() + 1, writer, leaseUntil, due),
        requestIds,
        old.ceremonyRecord());
  }

  private ImportUpdate ended(ImportState end) {
    attempt = attempt.map(Attempt::withoutToken);
    progress = Progress.NONE;
    return to(end).released();
  }

  private ImportUpdate to(ImportState next) {
    if (state.ended() || next.compareTo(state) < 0) {
      throw new IllegalStateException(
          "an import only moves forward: expected no change of %s, found one to %s"
              .formatted(state, next));
    }
    state = next;
    return this;
  }
}
