package io.keyferry.model;

import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One value of every type that is read as JSON, with all fields filled in. */
public final class JsonSamples {

  static final AuditHead HEAD = new AuditHead(7, AuditLine.NONE, Samples.ISSUED);

  private JsonSamples() {}

  public static List<Object> ofEveryKind() {
    Failure refused = Failure.of(FailureCode.POLICY, "not allowed");
    return List.of(
        refused,
        HEAD,
        Samples.job(),
        result(Samples.wrappedKey()),
        result(refused),
        CeremonySamples.statement(Optional.of(CeremonySamples.wrapped()), Optional.empty()),
        CeremonySamples.record(ImportState.IMPORTED),
        CeremonySamples.offline(),
        auditLine(),
        importRecord());
  }

  public static AuditLine auditLine() {
    return new AuditLine(
        1,
        Samples.ISSUED,
        AuditLine.NONE,
        AuditEvent.JOB_RECEIVED,
        Optional.of(Samples.IMPORT_ID),
        1,
        Map.of("keyArn", Samples.KEY_ARN.toString()));
  }

  static ImportRecord importRecord() {
    WrappedKey key = Samples.wrappedKey();
    return new ImportRecord(
        new ImportRecord.Order(
            Samples.IMPORT_ID,
            Optional.of("newKey"),
            Samples.AGENT_NAME,
            Samples.ISSUED,
            Optional.of(Samples.IMPORT_ID)),
        new ImportRecord.Progress(
            ImportState.FAILED,
            Samples.ISSUED,
            1,
            List.of(
                new StepEvent(
                    Samples.ISSUED, ImportStep.REQUEST_ACCEPTED, Samples.IMPORT_ID, 0, "new key"))),
        new Wrapping(
            KeySpec.SYMMETRIC_DEFAULT,
            WrappingAlgorithm.RSAES_OAEP_SHA_256,
            WrappingKeySpec.RSA_4096),
        new ImportRecord.Kms(
            Optional.of(Samples.KEY_ARN),
            Expiration.parse("2027-01-01T00:00:00Z"),
            Optional.of(Samples.WRAPPING_KEY.fingerprint()),
            Optional.of(Samples.ISSUED),
            Optional.of("ab".repeat(32))),
        new ImportRecord.Hsm(Optional.of(key.hsmKey()), Optional.of(key.token())),
        new ImportRecord.Failed(Optional.of(FailureCode.POLICY), Optional.of("not allowed")));
  }

  private static WrapResult result(WrapOutcome outcome) {
    return WrapResult.to(Samples.job(), Samples.AGENT, Samples.ISSUED, outcome, "a.b.c");
  }
}
