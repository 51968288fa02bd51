package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.ImportParameterFacts;
import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.testing.JsonFields;
import io.keyferry.model.value.Requester;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/protocol.md and docs/audit-log.md suffice for a second implementation. */
class ProtocolPageTest {

  private static final Path DOCS = Path.of("../docs");
  private static final List<MessageType<?>> TYPES =
      List.of(
          MessageType.WRAP_JOB,
          MessageType.WRAP_RESULT,
          MessageType.CEREMONY_STATEMENT,
          MessageType.CEREMONY_RECORD,
          MessageType.OFFLINE_RECORD,
          MessageType.AUDIT_HEAD);

  @ParameterizedTest
  @ValueSource(
      classes = {
        WrapJob.class,
        WrapResult.class,
        CeremonyStatement.class,
        CeremonyRecord.class,
        OfflineRecord.class,
        HsmCeremony.class,
        ImportParameterFacts.class,
        KmsKeyFacts.class,
        Requester.class
      })
  void namesEveryFieldOfTheMessages(Class<? extends Record> message) throws IOException {
    String page = Files.readString(DOCS.resolve("protocol.md"));
    for (RecordComponent field : JsonFields.of(message)) {
      assertThat(page)
          .as(message.getSimpleName())
          .containsPattern("`([a-zA-Z]+\\.)?" + field.getName() + "`");
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesEveryFailureCode(FailureCode code) throws IOException {
    assertThat(Files.readString(DOCS.resolve("protocol.md"))).contains("| `" + code + "` |");
  }

  @ParameterizedTest
  @EnumSource
  void namesEveryEventOfTheAuditLog(AuditEvent event) throws IOException {
    assertThat(Files.readString(DOCS.resolve("audit-log.md"))).contains("`" + event + "`");
  }

  @Test
  void namesEveryTypeOfMessage() throws IOException {
    String pages =
        Files.readString(DOCS.resolve("protocol.md"))
            + Files.readString(DOCS.resolve("audit-log.md"));
    for (MessageType<?> type : TYPES) {
      assertThat(pages).contains("`" + type.typ() + "`");
    }
  }
}
