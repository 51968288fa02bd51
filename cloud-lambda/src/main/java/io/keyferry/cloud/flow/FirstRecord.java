package io.keyferry.cloud.flow;

import io.keyferry.cloud.flow.VerificationChecks.Verifiable;
import io.keyferry.cloud.request.ExistingKey;
import io.keyferry.cloud.request.ImportRequest;
import io.keyferry.cloud.request.NewKey;
import io.keyferry.cloud.request.Verification;
import io.keyferry.model.Expiration;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportState;
import io.keyferry.model.ImportStep;
import io.keyferry.model.KeyArn;
import io.keyferry.model.KeySpec;
import io.keyferry.model.Requester;
import io.keyferry.model.StepEvent;
import io.keyferry.model.WrappingRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The record as it is when a request has been accepted and nothing is done yet. */
final class FirstRecord {

  private FirstRecord() {}

  static StoredImport of(
      ImportId importId,
      ImportRequest request,
      RequestChecks.Checked checked,
      Requester requester,
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
            request
                .expiration()
                .or(() -> checked.verified().map(Verifiable::expiration))
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
        Optional.empty());
  }

  private static <T> T known(Optional<T> value, String what) {
    return value.orElseThrow(
        () -> new IllegalStateException("a request without faults has " + what));
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
