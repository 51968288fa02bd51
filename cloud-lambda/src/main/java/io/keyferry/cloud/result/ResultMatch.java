package io.keyferry.cloud.result;

import io.keyferry.cloud.record.Attempt;
import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Checks whether an agent's result answers its job, and whether its statement agrees. Both are
 * authentic: any difference is the agent's fault.
 */
final class ResultMatch {

  private final String where;
  private Optional<String> first = Optional.empty();

  /**
   * @param where prefix of what is compared; may be empty
   */
  private ResultMatch(String where) {
    this.where = where;
  }

  /** The first difference between the stored import and an agent's result for it. */
  static Optional<String> difference(ImportSession open, WrapResult result) {
    ImportRecord record = open.record();
    ResultMatch match =
        new ResultMatch("")
            .of("attempt", record.attempt(), result.attempt())
            .of("KMS key", record.keyArn(), Optional.of(result.kmsKey().keyArn()))
            .of(
                "wrapping key SHA-256",
                record.kms().wrappingKeyFingerprint(),
                Optional.of(result.kmsKey().wrappingKeyFingerprint()));
    HsmKeyName ordered =
        open.hsmKey()
            .map(ExistingHsmKey::name)
            .orElseGet(() -> new HsmKeyName.Id(CkaId.of(record.importId())));
    return result.outcome() instanceof WrappedKey key
        ? match
            .of("algorithm", record.wrapping().wrappingAlgorithm(), key.algorithm())
            .of(
                "a public key of the HSM",
                present(record.keySpec().isKeyPair()),
                present(key.hsmKey().proof().publicKey().isPresent()))
            .of(
                "a MAC of the HSM",
                present(record.keySpec().family() == KeySpec.Family.HMAC),
                present(key.hsmKey().proof().mac().isPresent()))
            .of("HSM key", ordered.inWords(), inWords(ordered, key.hsmKey()))
            .first
        : match.first;
  }

  /** The first difference between a statement and the job, the record and the result. */
  static Optional<String> difference(
      ImportSession open, WrapResult result, CeremonyStatement statement) {
    ImportRecord record = open.record();
    return new ResultMatch("in the statement ")
        .of("import", result.importId(), statement.importId())
        .of("attempt", result.attempt(), statement.id().attempt())
        .of("audience", result.reply().audience(), statement.order().audience())
        .of("KMS key", result.kmsKey().keyArn(), statement.order().keyArn())
        .of(
            "wrapping key SHA-256",
            result.kmsKey().wrappingKeyFingerprint(),
            statement.order().wrappingKeyFingerprint())
        .of(
            "job SHA-256",
            open.stored().attempt().map(ResultMatch::job),
            Optional.of(statement.order().job()))
        .of("key spec", record.keySpec(), statement.wrapping().keySpec())
        .of(
            "algorithm",
            record.wrapping().wrappingAlgorithm(),
            statement.wrapping().wrappingAlgorithm())
        .of(
            "wrapping key spec",
            record.wrapping().wrappingKeySpec(),
            statement.wrapping().wrappingKeySpec())
        .of("refusal", result.content().refused(), statement.work().refused())
        .of(
            "encrypted key material SHA-256",
            result.content().wrapped().map(key -> key.encryptedKeyMaterial().sha256()),
            statement.work().wrapped().map(HsmCeremony::encryptedKeyMaterial))
        .of(
            "HSM key",
            result.content().wrapped().map(WrappedKey::hsmKey),
            statement.work().wrapped().map(HsmCeremony::key))
        .of(
            "token",
            result.content().wrapped().map(WrappedKey::token),
            statement.work().wrapped().map(HsmCeremony::token))
        .first;
  }

  private ResultMatch of(String what, Object expected, Object found) {
    if (first.isEmpty() && !expected.equals(found)) {
      first =
          Optional.of(
              "%sexpected %s %s, found %s".formatted(where, what, shown(expected), shown(found)));
    }
    return this;
  }

  private static Object shown(Object value) {
    return value instanceof Optional<?> optional
        ? optional.<Object>map(v -> v).orElse("none")
        : value;
  }

  private static String present(boolean present) {
    return present ? "in the result" : "not in it";
  }

  /** The wrapped key's name of the same kind. */
  private static String inWords(HsmKeyName ordered, HsmKeyReport key) {
    return switch (ordered) {
      case HsmKeyName.Id id -> new HsmKeyName.Id(key.ckaId()).inWords();
      case HsmKeyName.Label label -> "label '" + key.object().label() + "'";
    };
  }

  /** SHA-256 of the signed job as it was sent. */
  private static Sha256 job(Attempt attempt) {
    return Sha256.of(attempt.job().getBytes(StandardCharsets.US_ASCII));
  }
}
