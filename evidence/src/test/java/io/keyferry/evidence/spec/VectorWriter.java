package io.keyferry.evidence.spec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.evidence.spec.SampleCeremonies.Ceremony;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.operation.Operation;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.testing.Jws;
import io.keyferry.model.testing.SpecSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes all test vectors again. Its name keeps it out of the usual run: signatures and keys are
 * random, so every file changes. The private keys are not kept.
 */
class VectorWriter {

  static final Path VECTORS = SpecSchema.FOLDER.resolve("vectors");

  @TempDir private Path auditDirectory;

  private final ObjectNode none = JsonNodeFactory.instance.objectNode();

  @Test
  void writesAllVectors() throws Exception {
    List<Ceremony> ceremonies = new ArrayList<>();
    String offline;
    SampleCeremonies morning = new SampleCeremonies(auditDirectory);
    try (morning) {
      ceremonies.add(morning.aesKey());
      ceremonies.add(morning.keyPair());
      ceremonies.add(morning.refused());
      offline = morning.offline();
    }
    EcSigner cloud = morning.cloud;
    EcSigner agent = morning.agent;
    write("cloud.pem", cloud.verificationKey().pem());
    write("agent.pem", agent.verificationKey().pem());
    for (int i = 0; i < ceremonies.size(); i++) {
      write("ceremony-records/import-" + (i + 1) + ".json", answer(ceremonies.get(i)));
    }
    write("offline-record.json", "{\"offlineRecord\":\"" + offline + "\"}\n");
    write(
        "audit-log/audit-000001.jsonl",
        Files.readString(auditDirectory.resolve("audit-000001.jsonl")));
    String head = Files.readString(auditDirectory.resolve("head.jws"));
    write("audit-log/head.jws", head);
    writeMessages(ceremonies, offline, head.strip(), cloud, agent);
  }

  private void writeMessages(
      List<Ceremony> ceremonies, String offline, String head, EcSigner cloud, EcSigner agent)
      throws IOException {
    List<String> jobs = ceremonies.stream().map(Ceremony::job).toList();
    List<String> results = ceremonies.stream().map(Ceremony::result).toList();
    List<String> statements = ceremonies.stream().map(Ceremony::statement).toList();
    List<String> records = ceremonies.stream().map(Ceremony::record).toList();
    FalseMessages job = FalseMessages.of(jobs.getFirst(), cloud);
    job.tooLong(MessageType.WRAP_JOB.maxCharacters());
    job.signed(
        "extractable-without-a-key",
        "makeExtractable is only for an existing key",
        "\"makeExtractable\":false",
        "\"makeExtractable\":true");
    job.signed(
        "expired-when-issued",
        "expiresAt is not after issuedAt",
        "\"expiresAt\":\"2026-11-2",
        "\"expiresAt\":\"2025-11-2");
    FalseMessages result = FalseMessages.of(results.getFirst(), agent);
    result.signed(
        "wrapped-and-refused",
        "the answer is both",
        "\"statement\":",
        "\"refused\":{\"code\":\"POLICY\",\"reason\":\"\"},\"statement\":");
    FalseMessages statement = FalseMessages.of(statements.getLast(), agent);
    statement.signed("unknown-code", "the code is none", "\"POLICY\"", "\"OTHER\"");
    FalseMessages record = FalseMessages.of(records.getFirst(), cloud);
    record.signed("not-ended", "the import goes on", "\"IMPORTED\"", "\"QUEUED\"");
    FalseMessages offlineRecord = FalseMessages.of(offline, agent);
    offlineRecord.signed("offset", "the time is not in UTC", "Z\"", "+00:00\"");
    FalseMessages auditHead = FalseMessages.of(head, agent);
    auditHead.tooLong(MessageType.AUDIT_HEAD.maxCharacters());
    write(MessageType.WRAP_JOB, "cloud", jobs, job);
    write(MessageType.WRAP_RESULT, "agent", results, result);
    write(MessageType.CEREMONY_STATEMENT, "agent", statements, statement);
    write(MessageType.CEREMONY_RECORD, "cloud", records, record);
    write(MessageType.OFFLINE_RECORD, "agent", List.of(offline), offlineRecord);
    write(MessageType.AUDIT_HEAD, "agent", List.of(head), auditHead);
  }

  private void write(
      MessageType<?> type, String signer, List<String> messages, FalseMessages refused)
      throws IOException {
    ObjectNode file = none.objectNode();
    file.put("typ", type.typ());
    file.put("key", "../" + signer + ".pem");
    ArrayNode accepted = file.putArray("accepted");
    for (String compact : messages) {
      ObjectNode one = accepted.addObject();
      one.put("compact", compact);
      one.set("payload", SpecSchema.json(Jws.of(compact).payloadText()));
    }
    ArrayNode others = file.putArray("refused");
    for (FalseMessages.FalseMessage message : refused.all()) {
      ObjectNode one = others.addObject();
      one.put("name", message.name());
      one.put("flaw", message.flaw().name());
      one.put("why", message.why());
      one.put("compact", message.compact());
    }
    String name = type.typ().replace("keyferry-", "").replace(".v1+jws", "");
    write("messages/" + name + ".json", file.toPrettyString() + "\n");
  }

  /** As {@code ReadImports} returns it. */
  private static String answer(Ceremony ceremony) {
    String shown = JsonText.object(json -> Operation.all(ceremony.shown(), json));
    ObjectNode answer = (ObjectNode) SpecSchema.json(shown);
    answer.put("ceremonyRecord", ceremony.record());
    return answer.toPrettyString() + "\n";
  }

  private static void write(String name, String text) throws IOException {
    Path file = VECTORS.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
