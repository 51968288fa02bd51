package io.keyferry.model;

import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.ImportParameterFacts;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.message.KmsProof;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Well-formed ceremony statements and records to start from. */
final class CeremonySamples {

  private static final AuditHead HEAD = new AuditHead(7, AuditLine.NONE, Samples.ISSUED);
  private static final Software SOFTWARE = new Software("0.1.0", "0123456789ab");

  private CeremonySamples() {}

  static HsmCeremony wrapped() {
    WrappedKey key = Samples.wrappedKey();
    return new HsmCeremony(
        key.token(),
        key.hsmKey(),
        new WrapMechanism("CKM_RSA_PKCS_OAEP", "hashAlg=CKM_SHA256"),
        key.encryptedKeyMaterial().sha256(),
        List.of(),
        List.of("wrapping key"));
  }

  static Failure refused() {
    return Failure.of(FailureCode.POLICY, "not allowed");
  }

  static CeremonyStatement statement(Optional<HsmCeremony> wrapped, Optional<Failure> refused) {
    WrapJob job = Samples.job();
    return new CeremonyStatement(
        job.id(),
        new CeremonyStatement.Order(
            AuditLine.NONE, Samples.AGENT, job.keyArn(), job.wrappingKey().fingerprint()),
        job.wrapping(),
        new CeremonyStatement.Witness(SOFTWARE, AuditLine.NONE, Samples.ISSUED, Samples.ISSUED),
        new CeremonyStatement.Work(wrapped, refused, HEAD));
  }

  static OfflineRecord offline() {
    return new OfflineRecord(
        new OfflineRecord.Files(
            Optional.of(Samples.KEY_ARN.keyId()),
            Samples.WRAPPING_KEY.fingerprint(),
            Optional.of(AuditLine.NONE)),
        new Wrapping(
            KeySpec.SYMMETRIC_DEFAULT,
            WrappingAlgorithm.RSAES_OAEP_SHA_256,
            WrappingKeySpec.RSA_4096),
        new OfflineRecord.Times(Samples.ISSUED, Samples.ISSUED),
        new OfflineRecord.Work(SOFTWARE, wrapped(), HEAD));
  }

  static CeremonyRecord record(ImportState state) {
    return new CeremonyRecord(
        new CeremonyRecord.Place(Samples.IMPORT_ID, 3, AuditLine.NONE),
        new CeremonyRecord.Order(
            Optional.empty(),
            Optional.of(HsmKeyName.parse("label:payments")),
            Samples.ISSUED,
            new Requester(Requester.Way.HTTP_API, Optional.of("arn:aws:iam::1:role/x"), "request"),
            Expiration.NEVER),
        new CeremonyRecord.Kms(
            Optional.of(
                new KmsKeyFacts(
                    Samples.KEY_ARN,
                    "123456789012",
                    "eu-west-1",
                    "EXTERNAL",
                    "SYMMETRIC_DEFAULT",
                    "Enabled",
                    Optional.of(AuditLine.NONE))),
            Map.of("kms:CreateKey", "request"),
            Optional.of(
                new ImportParameterFacts(
                    AuditLine.NONE,
                    AuditLine.NONE,
                    Samples.ISSUED,
                    Samples.ISSUED,
                    WrappingAlgorithm.RSAES_OAEP_SHA_256,
                    WrappingKeySpec.RSA_4096)),
            Optional.of(AuditLine.NONE),
            Optional.of("ab".repeat(32)),
            Optional.of(KmsProof.ofPublicKey(Blob.of(new byte[91])))),
        new CeremonyRecord.Halves(SOFTWARE, 1, Optional.of("a.b.c")),
        new CeremonyRecord.End(Samples.ISSUED, state, Optional.empty(), Optional.empty()));
  }
}
