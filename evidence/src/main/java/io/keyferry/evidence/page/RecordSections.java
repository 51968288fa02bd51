package io.keyferry.evidence.page;

import io.keyferry.evidence.record.RecordContent;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Software;
import java.util.List;
import java.util.Optional;

/** A ceremony record in groups, for a reader. */
public final class RecordSections {

  private static final String UNSTATED = "unknown: the record has no statement from the agent";

  private RecordSections() {}

  /** All groups, in the order in which an auditor asks. */
  public static List<RecordSection> of(RecordContent content) {
    CeremonyRecord record = content.record();
    Optional<CeremonyStatement> statement = content.statement().map(RecordContent.Signed::content);
    return List.of(
        done(content),
        requester(record.order().requester()),
        RecordHsmSections.key(statement),
        kms(record),
        RecordHsmSections.travel(record, statement),
        software(record, statement),
        signatures(content));
  }

  private static RecordSection done(RecordContent content) {
    CeremonyRecord record = content.record();
    RecordSection.Builder section = RecordSection.titled("What was done");
    section.text("Outcome", record.state().name());
    record.end().code().ifPresent(code -> section.code("Failure", code));
    record.end().reason().ifPresent(reason -> section.text("Reason", reason));
    record
        .order()
        .verifies()
        .ifPresent(id ->
            section
                .code("Verifies", id)
                .note(
                    "The import whose key this operation verifies: KMS accepts the same key material again and refuses any other."));
    record.order().existingKey().ifPresent(name -> section.code("Requested HSM key", name));
    section
        .time("Requested", record.order().requestedAt())
        .time("Ended", record.end().endedAt())
        .code("Attempts", record.halves().attempt())
        .code("Record id", record.recordId())
        .code("Record number", record.place().number())
        .code("This record, SHA-256", content.sha256());
    if (record.place().previous().equals(AuditLine.NONE)) {
      section.text("Previous record, SHA-256", "none: this is the first in the chain");
    } else {
      section.code("Previous record, SHA-256", record.place().previous());
    }
    return section.build();
  }

  private static RecordSection requester(Requester requester) {
    RecordSection.Builder section = RecordSection.titled("Who asked");
    section.text("Way", requester.way().name());
    switch (requester.way()) {
      case HTTP_API ->
          section.code(
              "Principal",
              requester.principal(),
              "unknown",
              "The IAM principal that the HTTP API authenticated.");
      case DIRECT_INVOCATION ->
          section.note(
              "Lambda does not pass the caller's identity to a function. CloudTrail names the caller by the request id if the function's data events are logged.");
    }
    return section.code("Request id", requester.requestId()).build();
  }

  private static RecordSection kms(CeremonyRecord record) {
    RecordSection.Builder section = RecordSection.titled("The key in KMS");
    if (record.kms().kmsKey().isEmpty()) {
      section.text("KMS key", "none described: there was none, or KMS did not describe it");
    }
    record.kms().kmsKey().ifPresent(key -> describe(key, section));
    section
        .code("Key material id", record.kms().keyMaterialId(), "none")
        .text("Key material expires", record.order().expiration().toString());
    record
        .kms()
        .proof()
        .ifPresent(proof -> {
          proof.publicKey().ifPresent(digest -> section.code("Public key, SHA-256", digest));
          proof.mac().ifPresent(mac -> section.code("MAC of the challenge", mac.base64()));
        });
    record.kms().requestIds().forEach((action, id) -> section.code("Request id of " + action, id));
    if (!record.kms().requestIds().isEmpty()) {
      section.note("CloudTrail lists the KMS calls under these ids.");
    }
    return section.build();
  }

  private static void describe(KmsKeyFacts key, RecordSection.Builder section) {
    section
        .code("Account", key.account())
        .code("Region", key.region())
        .code("Key ARN", key.keyArn())
        .text("Origin", key.origin())
        .text("Key spec", key.keySpec())
        .text("State at the end", key.state())
        .code(
            "Key policy, SHA-256",
            key.policy(),
            "not returned by KMS",
            "Over the text that GetKeyPolicy returned when the import ended.");
  }

  private static RecordSection software(
      CeremonyRecord record, Optional<CeremonyStatement> statement) {
    return RecordSection.titled("Software")
        .text("Cloud half", text(record.halves().cloud()))
        .text("Agent", statement.map(half -> text(half.witness().agent())).orElse(UNSTATED))
        .code(
            "Agent's policy, SHA-256", statement.map(signed -> signed.witness().policy()), UNSTATED)
        .build();
  }

  private static String text(Software software) {
    return "%s, build %s".formatted(software.version(), software.build());
  }

  private static RecordSection signatures(RecordContent content) {
    Optional<CeremonyStatement> statement = content.statement().map(RecordContent.Signed::content);
    RecordSection.Builder section =
        RecordSection.titled("Signatures")
            .code("Cloud's key", content.signer())
            .note(
                "JWK thumbprint (RFC 7638, SHA-256) of the KMS key that the record names as its signer.")
            .code(
                "Agent's key", agent(content), "none: the record has no statement from the agent");
    if (statement.isEmpty()) {
      return section.build();
    }
    AuditHead head = statement.get().work().auditHead();
    return section
        .note("The key in the HSM that the statement names as its signer.")
        .code("Stated to", statement.get().order().audience())
        .note("The cloud's key that the agent answered.")
        .code("Audit log, sequence", head.sequence())
        .code("Audit log, SHA-256 of that line", head.hash())
        .note("If the agent's audit log does not have this line, it was cut or rewritten since.")
        .time("Audit log, as of", head.at())
        .build();
  }

  private static Optional<KeyThumbprint> agent(RecordContent content) {
    return content.statement().map(RecordContent.Signed::signer);
  }
}
