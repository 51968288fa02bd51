package io.keyferry.cloud.request;

import io.keyferry.cloud.record.AcceptedRequest;
import io.keyferry.model.input.Violation;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request after its checks against KMS and the stored imports.
 *
 * @param violations from reading and from the checks
 * @param kind what is known about its kind, if anything
 * @param agent the agent that is to do it, if known
 */
record CheckedRequest(
    List<Violation> violations, Optional<CheckedKind> kind, Optional<AgentName> agent) {

  /** The kind of a request without violations. */
  CheckedKind accepted() {
    return known(kind, "a kind");
  }

  /** What is stored of a request without violations. */
  AcceptedRequest accepted(ImportRequest request, Requester requester) {
    return new AcceptedRequest(
        requester,
        request.canonical(),
        request.digest(),
        request.options().hsmKey(),
        accepted().order());
  }

  /**
   * The record of a request without violations.
   *
   * @param earlier the import whose key it verifies
   */
  ImportRecord record(
      ImportId importId, ImportRequest request, Optional<ImportId> earlier, Instant now) {
    CheckedKind checked = accepted();
    RequestOptions options = request.options();
    List<StepEvent> history = new ArrayList<>();
    history.add(new StepEvent(now, ImportStep.REQUEST_ACCEPTED, importId, 0, request.inWords()));
    checked
        .key()
        .ifPresent(key ->
            history.add(new StepEvent(now, ImportStep.KMS_KEY_FOUND, importId, 0, key.toString())));
    return new ImportRecord(
        new ImportRecord.Order(
            importId, Optional.of(checked.order().kind()), known(agent, "an agent"), now, earlier),
        new ImportRecord.Progress(ImportState.REQUESTED, now, 0, history),
        new Wrapping(
            checked.keySpec(),
            options.wrappingAlgorithm().orElse(WrappingRule.usual(checked.keySpec())),
            options.wrappingKeySpec()),
        ImportRecord.Kms.before(
            checked.key(), checked.expiration().or(options::expiration).orElse(Expiration.NEVER)),
        ImportRecord.Hsm.UNKNOWN,
        ImportRecord.Failed.NONE);
  }

  private static <T> T known(Optional<T> value, String what) {
    return value.orElseThrow(
        () -> new IllegalStateException("a request without violations has " + what));
  }
}
