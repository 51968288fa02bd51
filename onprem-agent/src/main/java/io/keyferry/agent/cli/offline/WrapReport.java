package io.keyferry.agent.cli.offline;

import io.keyferry.evidence.text.Printable;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrapMechanism;

/** The result of a wrap and the remaining steps, as text for a terminal. */
public final class WrapReport {

  private WrapReport() {}

  /** Returns the text, without a trailing line feed. */
  public static String text(OfflineOrder order, OfflineWrap.Done done) {
    OfflineRecord record = done.record();
    HsmCeremony wrapped = record.work().wrapped();
    return """
    wrapped in the HSM
    key           '%s', CKA_ID %s, %s
    wrapped for   a KMS key of %s
    wrapping key  %s, SHA-256 %s
    import token  %s
    mechanism     %s
    wrapped key   %s, %d bytes, SHA-256 %s
    record        %s, signed in the HSM by the agent's key %s

    %s\
    """
        .formatted(
            Printable.line(wrapped.key().object().label()),
            wrapped.key().ckaId(),
            wrapped.key().object().origin() == Origin.GENERATED ? "generated now" : "existing key",
            record.wrapping().keySpec(),
            record.wrapping().wrappingKeySpec(),
            record.files().wrappingKeyFingerprint(),
            record
                .files()
                .importToken()
                .map(Sha256::hex)
                .map("SHA-256 "::concat)
                .orElse("not passed"),
            mechanism(record, wrapped.mechanism()),
            Printable.line(order.files().material().toString()),
            done.materialBytes(),
            wrapped.encryptedKeyMaterial(),
            Printable.line(order.files().record().toString()),
            done.signer(),
            RemainingSteps.text(
                order.parameters(), order.files().material(), order.keySpec(), wrapped.key()));
  }

  private static String mechanism(OfflineRecord record, WrapMechanism mechanism) {
    return mechanism.parameters().isEmpty()
        ? "%s: %s".formatted(record.wrapping().wrappingAlgorithm(), mechanism.name())
        : "%s: %s, %s"
            .formatted(
                record.wrapping().wrappingAlgorithm(), mechanism.name(), mechanism.parameters());
  }
}
