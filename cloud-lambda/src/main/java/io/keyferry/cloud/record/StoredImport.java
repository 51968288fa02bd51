package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.request.ExistingHsmKey;
import io.keyferry.cloud.request.ExistingKey;
import io.keyferry.cloud.request.ImportRequest;
import io.keyferry.cloud.request.NewKey;
import io.keyferry.cloud.request.Verification;
import io.keyferry.model.json.Json;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingRule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record with what only the cloud half may know of it.
 *
 * @param version 1 for the first, then one more with each change
 * @param requestDigest shows whether a repeated client token came with the same request
 * @param request the request's canonical JSON
 * @param requester whoever asked first
 * @param requestIds KMS's request ids by action, of all calls that are in the record
 * @param hsmKey the key of the HSM that the request named, where it named one
 * @param attempt absent until KMS gave import parameters
 * @param proof what a verification has to prove
 * @param leaseUntil until when an invocation works on it
 * @param due when something has to be done unless it was done by then: the job is not sent, its
 *     answer has not come, or its end is not published yet
 * @param writer the Lambda request id of the invocation that wrote this version
 * @param ceremonyRecord the signed ceremony record, which every ended import has
 * @param progress what is remembered until the end
 */
public record StoredImport(
    ImportRecord record,
    long version,
    Sha256 requestDigest,
    String request,
    Requester requester,
    Map<String, String> requestIds,
    Optional<ExistingHsmKey> hsmKey,
    Optional<Attempt> attempt,
    Optional<VerificationTarget> proof,
    Optional<Instant> leaseUntil,
    Optional<Instant> due,
    String writer,
    Optional<String> ceremonyRecord,
    Progress progress) {

  public StoredImport {
    requestIds = Map.copyOf(requestIds);
  }

  /** The first version, when a request has been accepted and nothing is done yet. */
  public static StoredImport first(
      ImportId importId,
      ImportRequest request,
      CheckedRequest checked,
      Requester requester,
      Progress progress,
      Instant leaseUntil,
      Run run) {
    Instant now = run.now();
    List<StepEvent> history = new ArrayList<>();
    history.add(new StepEvent(now, ImportStep.REQUEST_ACCEPTED, importId, 0, asked(request)));
    Optional<KeyArn> existingKey = checked.existingKey();
    existingKey.ifPresent(key ->
        history.add(new StepEvent(now, ImportStep.KMS_KEY_FOUND, importId, 0, key.toString())));
    KeySpec keySpec = known(checked.keySpec(), "key spec");
    ImportRecord record =
        new ImportRecord(
            importId,
            existingKey,
            known(checked.agent(), "agent"),
            ImportState.REQUESTED,
            now,
            now,
            0,
            keySpec,
            request.wrappingAlgorithm().orElse(WrappingRule.usual(keySpec)),
            request.wrappingKeySpec(),
            checked
                .verified()
                .map(Verifiable::expiration)
                .or(request::expiration)
                .orElse(Expiration.NEVER),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            checked.verified().map(verified -> verified.proof().importId()),
            history);
    return new StoredImport(
        record,
        1,
        request.digest(),
        request.canonical(),
        requester,
        Map.of(),
        request.hsmKey(),
        Optional.empty(),
        checked.verified().map(Verifiable::proof),
        Optional.of(leaseUntil),
        Optional.of(leaseUntil),
        run.requestId(),
        Optional.empty(),
        progress);
  }

  /** The key of the HSM that its jobs name: the request's, or that of the import it verifies. */
  public Optional<ExistingHsmKey> orderedKey() {
    return hsmKey.or(() ->
        proof.map(asked ->
            new ExistingHsmKey(new HsmKeyName.Id(asked.hsmKey()), asked.makeExtractable())));
  }

  /** Whether the request wants KMS to create the key. */
  public boolean asksForNewKey() {
    return newKey().isPresent();
  }

  /** The alias that a new key is to have. */
  public Optional<String> alias() {
    return newKey().flatMap(key -> key.text("alias"));
  }

  private Optional<Json.Obj> newKey() {
    return Json.read(request.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj asked
        ? asked.object("newKey")
        : Optional.empty();
  }

  /** The same with its ceremony record. */
  StoredImport recorded(String compact) {
    return next(version, due, writer, Optional.of(compact), progress);
  }

  /** The next version, in which nothing else has changed. */
  StoredImport due(Optional<Instant> next, String nextWriter) {
    return next(version + 1, next, nextWriter, ceremonyRecord, progress);
  }

  /** The next version, which the schedule leaves alone until then, whatever a client does. */
  public StoredImport putOff(Instant until, String nextWriter) {
    return next(
        version + 1, Optional.of(until), nextWriter, ceremonyRecord, progress.notBefore(until));
  }

  private StoredImport next(
      long nextVersion,
      Optional<Instant> nextDue,
      String nextWriter,
      Optional<String> ceremony,
      Progress nextProgress) {
    return new StoredImport(
        record,
        nextVersion,
        requestDigest,
        request,
        requester,
        requestIds,
        hsmKey,
        attempt,
        proof,
        leaseUntil,
        nextDue,
        nextWriter,
        ceremony,
        nextProgress);
  }

  private static <T> T known(Optional<T> value, String what) {
    return value.orElseThrow(
        () -> new IllegalStateException("a request without violations has " + what));
  }

  private static String asked(ImportRequest request) {
    String hsmKey =
        request.hsmKey().map(key -> ", from the HSM's key with " + key.name().inWords()).orElse("");
    return into(request) + hsmKey;
  }

  private static String into(ImportRequest request) {
    return switch (request.key()) {
      case NewKey key ->
          "new %s key".formatted(key.spec()) + key.alias().map(alias -> ", " + alias).orElse("");
      case ExistingKey key -> "existing key";
      case Verification verification -> "verification of import " + verification.importId();
    };
  }
}
