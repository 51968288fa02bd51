package io.keyferry.evidence.page;

import io.keyferry.evidence.record.OfflineContent;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.OfflineRecord;
import java.util.List;

/** An offline record in groups, for a reader. */
final class OfflineSections {

  private OfflineSections() {}

  static List<RecordSection> of(OfflineContent content) {
    OfflineRecord record = content.record();
    return List.of(
        done(content), key(record.work().wrapped()), travel(record), signatures(content));
  }

  private static RecordSection done(OfflineContent content) {
    OfflineRecord record = content.record();
    return RecordSection.titled("What was done")
        .text("Outcome", "wrapped on an operator's order, for a manual import")
        .note(
            "The record does not show whether the wrapped key was sent to KMS, or whether KMS imported it.")
        .code("KMS key", record.files().kmsKeyId(), "not in the names of the files")
        .code("Key spec", record.wrapping().keySpec())
        .time("Ordered", record.times().orderedAt())
        .time("Stated", record.times().statedAt())
        .code("This record, SHA-256", content.sha256())
        .build();
  }

  private static RecordSection key(HsmCeremony wrapped) {
    RecordSection.Builder section = RecordSection.titled("The key in the HSM");
    RecordHsmSections.token(wrapped.token(), section);
    RecordHsmSections.key(wrapped.key(), section);
    return section.build();
  }

  private static RecordSection travel(OfflineRecord record) {
    HsmCeremony wrapped = record.work().wrapped();
    return RecordSection.titled("How it left")
        .code("Wrapping key, SHA-256", record.files().wrappingKeyFingerprint())
        .note("Over the DER of the public key that the operator provided.")
        .code("Import token, SHA-256", record.files().importToken(), "not given")
        .code("Wrapping algorithm", record.wrapping().wrappingAlgorithm())
        .code("Wrapping key spec", record.wrapping().wrappingKeySpec())
        .code("Mechanism in the HSM", wrapped.mechanism().name())
        .code("Its parameters", wrapped.mechanism().parameters())
        .code("Wrapped key as it left the HSM, SHA-256", wrapped.encryptedKeyMaterial())
        .text("Destroyed in the HSM", RecordHsmSections.words(wrapped.objectsDestroyed()))
        .build();
  }

  private static RecordSection signatures(OfflineContent content) {
    AuditHead head = content.record().work().auditHead();
    return RecordSection.titled("Signatures")
        .text(
            "Agent",
            "%s, build %s"
                .formatted(
                    content.record().work().agent().version(),
                    content.record().work().agent().build()))
        .code("Agent's key", content.signer())
        .note("The key in the HSM that the record names as its signer.")
        .code("Audit log, sequence", head.sequence())
        .code("Audit log, SHA-256 of that line", head.hash())
        .note("If the agent's audit log does not have this line, it was cut or rewritten since.")
        .time("Audit log, as of", head.at())
        .build();
  }
}
