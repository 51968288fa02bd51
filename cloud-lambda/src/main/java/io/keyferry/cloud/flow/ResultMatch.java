package io.keyferry.cloud.flow;

import io.keyferry.model.ImportRecord;
import io.keyferry.model.WrapResult;
import io.keyferry.model.WrappedKey;
import java.util.Optional;

/** Whether a result answers the job that was given. */
final class ResultMatch {

  private ResultMatch() {}

  /** The first difference between the record and an agent's result for it. */
  static Optional<String> difference(ImportRecord record, WrapResult result) {
    return differs("attempt", record.attempt(), result.attempt())
        .or(() -> differs("KMS key", record.keyArn(), Optional.of(result.keyArn())))
        .or(() ->
            differs(
                "wrapping key SHA-256",
                record.wrappingKeyFingerprint(),
                Optional.of(result.wrappingKeyFingerprint())))
        .or(() ->
            result.outcome() instanceof WrappedKey key
                ? differs("algorithm", record.wrappingAlgorithm(), key.algorithm())
                : Optional.empty());
  }

  private static Optional<String> differs(String what, Object expected, Object found) {
    return expected.equals(found)
        ? Optional.empty()
        : Optional.of("expected %s %s, found %s".formatted(what, shown(expected), shown(found)));
  }

  private static Object shown(Object value) {
    return value instanceof Optional<?> optional
        ? optional.<Object>map(v -> v).orElse("none")
        : value;
  }
}
