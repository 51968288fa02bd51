package io.keyferry.cloud.flow;

import io.keyferry.cloud.request.ExistingKey;
import io.keyferry.cloud.request.ImportRequest;
import io.keyferry.cloud.request.NewKey;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportState;
import io.keyferry.model.ImportStep;
import io.keyferry.model.KeyArn;
import io.keyferry.model.StepEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The record as it is when a request has been accepted and nothing is done yet. */
final class FirstRecord {

  private FirstRecord() {}

  static StoredImport of(
      ImportId importId,
      ImportRequest request,
      Optional<KeyArn> existingKey,
      Instant leaseUntil,
      Run run) {
    Instant now = run.now();
    List<StepEvent> history = new ArrayList<>();
    history.add(new StepEvent(now, ImportStep.REQUEST_ACCEPTED, importId, 0, asked(request)));
    existingKey.ifPresent(key ->
        history.add(new StepEvent(now, ImportStep.KMS_KEY_FOUND, importId, 0, key.toString())));
    ImportRecord record =
        new ImportRecord(
            importId,
            existingKey,
            ImportState.REQUESTED,
            now,
            now,
            0,
            request.wrappingAlgorithm(),
            request.wrappingKeySpec(),
            request.expiration(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            history);
    return new StoredImport(
        record,
        1,
        request.digest(),
        request.canonical(),
        Optional.empty(),
        Optional.of(leaseUntil),
        run.requestId());
  }

  private static String asked(ImportRequest request) {
    return switch (request.key()) {
      case NewKey key -> "new key" + key.alias().map(alias -> ", " + alias).orElse("");
      case ExistingKey key -> "existing key";
    };
  }
}
