package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.RejectedMessageException.Flaw;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.InvalidValueException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CeremonyTest {

  private final EcSigner signer = EcSigner.create();

  @Test
  void statementIsReadAsItWasSigned() throws RejectedMessageException {
    for (CeremonyStatement statement :
        List.of(
            CeremonySamples.statement(Optional.of(CeremonySamples.wrapped()), Optional.empty()),
            CeremonySamples.statement(Optional.empty(), Optional.of(CeremonySamples.refused())))) {
      String sealed = SignedMessage.sign(MessageType.CEREMONY_STATEMENT, statement, signer);
      assertThat(
              SignedMessage.verify(
                  MessageType.CEREMONY_STATEMENT, sealed, signer.verificationKey()))
          .isEqualTo(statement);
    }
  }

  @Test
  void statementIsAboutAWrappedKeyOrARefusalNeverBothOrNeither() {
    assertThatThrownBy(() ->
            CeremonySamples.statement(
                Optional.of(CeremonySamples.wrapped()), Optional.of(CeremonySamples.refused())))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageEndingWith("found 'both'");
    assertThatThrownBy(() -> CeremonySamples.statement(Optional.empty(), Optional.empty()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageEndingWith("found 'neither'");
  }

  @Test
  void statementListsWhatWasDestroyed() {
    assertThat(CeremonySamples.wrapped().objectsDestroyed()).containsExactly("wrapping key");
  }

  @Test
  void recordIsReadAsItWasSigned() throws RejectedMessageException {
    CeremonyRecord full = CeremonySamples.record(ImportState.IMPORTED);
    String sealed = SignedMessage.sign(MessageType.CEREMONY_RECORD, full, signer);
    assertThat(SignedMessage.verify(MessageType.CEREMONY_RECORD, sealed, signer.verificationKey()))
        .isEqualTo(full);
  }

  @Test
  void noRecordOfAnImportThatHasNotEnded() {
    assertThatThrownBy(() -> CeremonySamples.record(ImportState.QUEUED))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void statementTakenForARecord() {
    String sealed =
        SignedMessage.sign(
            MessageType.CEREMONY_STATEMENT,
            CeremonySamples.statement(Optional.empty(), Optional.of(CeremonySamples.refused())),
            signer);
    assertThatThrownBy(() ->
            SignedMessage.verify(MessageType.CEREMONY_RECORD, sealed, signer.verificationKey()))
        .isInstanceOfSatisfying(
            RejectedMessageException.class, e -> assertThat(e.flaw()).isEqualTo(Flaw.WRONG_HEADER));
  }

  @Test
  void offlineRecordIsReadAsItWasSignedAndTakenForNothingElse() throws Exception {
    OfflineRecord record = CeremonySamples.offline();
    String sealed = SignedMessage.sign(MessageType.OFFLINE_RECORD, record, signer);
    assertThat(SignedMessage.verify(MessageType.OFFLINE_RECORD, sealed, signer.verificationKey()))
        .isEqualTo(record);
    for (MessageType<?> other :
        List.of(MessageType.CEREMONY_STATEMENT, MessageType.CEREMONY_RECORD)) {
      assertThatThrownBy(() -> SignedMessage.verify(other, sealed, signer.verificationKey()))
          .isInstanceOfSatisfying(
              RejectedMessageException.class,
              e -> assertThat(e.flaw()).isEqualTo(Flaw.WRONG_HEADER));
    }
  }

  @Test
  void auditLineIsReadAsItWasWritten() {
    AuditLine line = JsonSamples.auditLine();
    assertThat(JsonCodec.read(AuditLine.class, JsonCodec.write(line))).isEqualTo(line);
  }
}
