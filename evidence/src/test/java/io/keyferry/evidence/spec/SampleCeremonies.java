package io.keyferry.evidence.spec;

import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.evidence.log.AuditSettings;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.ImportParameterFacts;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.message.KmsProof;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A morning of one cloud half and one agent: an AES key and a key pair are imported, a third import
 * is refused, and a key is wrapped offline. Each digest in a message is that of what it names.
 */
final class SampleCeremonies implements AutoCloseable {

  /** One import: what was sent, and what is kept. */
  record Ceremony(String job, String result, String statement, String record, ImportRecord shown) {}

  private static final Software SOFTWARE =
      new Software("0.1.0", "9f1c2d3e4b5a69788796a5b4c3d2e1f001234567");
  private static final TokenIdentity TOKEN =
      new TokenIdentity("payments-prod", "1334054167318", "SafeNet", "LunaSA 7.8.4", "7.8");
  private static final Instant START = Instant.parse("2026-11-23T09:30:00Z");

  final EcSigner cloud = EcSigner.create();
  final EcSigner agent = EcSigner.create();
  private final SampleKeys keys = new SampleKeys();
  private final AuditLog log;
  private Instant now = START;
  private Sha256 previous = AuditLine.NONE;
  private int number;

  SampleCeremonies(Path auditDirectory) throws AuditException, GeneralSecurityException {
    this.log = AuditLog.open(new AuditSettings(auditDirectory, 1 << 20), () -> now);
    write(AuditEntry.of(AuditEvent.STARTED, Map.of("version", SOFTWARE.version())));
    write(AuditEntry.of(AuditEvent.LOGIN, Map.of("token", TOKEN.label())));
  }

  Ceremony aesKey() throws AuditException, GeneralSecurityException {
    WrapJob job = job("4c8a9388-51d7-4e6a-9d7e-0c5b1f2a3e44", KeySpec.SYMMETRIC_DEFAULT);
    return imported(job, aes(job, keys), Optional.empty());
  }

  Ceremony keyPair() throws AuditException, GeneralSecurityException {
    WrapJob job = job("8d1b0c7e-2f6a-4b1d-8c3e-6a5f4e3d2c1b", KeySpec.ECC_NIST_P256);
    HsmKeyReport report =
        report(job.importId(), "CKA_SIGN", Optional.empty(), Optional.of(keys.publicKey()));
    WrappedKey key =
        new WrappedKey(
            Blob.of(keys.wrappedPair()), job.wrapping().wrappingAlgorithm(), report, TOKEN);
    return imported(job, key, KmsProof.of(report));
  }

  Ceremony refused() throws AuditException {
    WrapJob job = job("c0ffee00-1d2c-4b3a-9f8e-7d6c5b4a3f2e", KeySpec.SYMMETRIC_DEFAULT);
    Failure failure =
        Failure.of(
            FailureCode.POLICY,
            "expected one of the accounts [111122223333] of the policy, found 123456789012: add it to policy.accounts");
    String compact = SignedMessage.sign(MessageType.WRAP_JOB, job, cloud);
    received(job, compact);
    append(
        AuditEvent.JOB_REFUSED,
        job,
        Map.of("code", failure.code().name(), "reason", failure.reason()));
    return ended(job, compact, failure, Optional.empty(), Optional.empty());
  }

  String offline() throws AuditException, GeneralSecurityException {
    ImportId made = new ImportId("5e4d3c2b-1a09-4f8e-9d7c-6b5a49382716");
    WrapJob job = job(made.value(), KeySpec.SYMMETRIC_DEFAULT);
    Instant orderedAt = now;
    write(
        AuditEntry.of(
            AuditEvent.OFFLINE_WRAP_ORDERED,
            Map.of("wrappingKeySha256", job.wrappingKey().fingerprint().hex())));
    HsmCeremony done = ceremony(job, aes(job, keys));
    write(
        AuditEntry.of(
            AuditEvent.OFFLINE_WRAP_DONE, Map.of("sha256", done.encryptedKeyMaterial().hex())));
    OfflineRecord record =
        new OfflineRecord(
            new OfflineRecord.Files(
                Optional.of(job.keyArn().keyId()),
                job.wrappingKey().fingerprint(),
                Optional.of(sha256("import token"))),
            job.wrapping(),
            new OfflineRecord.Times(orderedAt, tick()),
            new OfflineRecord.Work(SOFTWARE, done, log.head()));
    log.signHead(agent);
    return SignedMessage.sign(MessageType.OFFLINE_RECORD, record, agent);
  }

  /** Ends the log as a stopped agent does. */
  @Override
  public void close() throws AuditException {
    write(AuditEntry.of(AuditEvent.STOPPED, Map.of()));
    log.signHead(agent);
    log.close();
  }

  private Ceremony imported(WrapJob job, WrappedKey key, Optional<KmsProof> proof)
      throws AuditException {
    String compact = SignedMessage.sign(MessageType.WRAP_JOB, job, cloud);
    received(job, compact);
    append(AuditEvent.JOB_ACCEPTED, job, Map.of());
    append(AuditEvent.WRAPPING_KEY_IMPORTED, job, Map.of());
    append(AuditEvent.KEY_GENERATED, job, Map.of("ckaId", key.hsmKey().ckaId().hex()));
    append(
        AuditEvent.KEY_WRAPPED, job, Map.of("sha256", key.encryptedKeyMaterial().sha256().hex()));
    append(AuditEvent.WRAPPING_KEY_DESTROYED, job, Map.of());
    return ended(job, compact, key, Optional.of(ceremony(job, key)), proof);
  }

  private Ceremony ended(
      WrapJob job,
      String compact,
      WrapOutcome outcome,
      Optional<HsmCeremony> done,
      Optional<KmsProof> proof)
      throws AuditException {
    Optional<Failure> refusal =
        outcome instanceof Failure failure ? Optional.of(failure) : Optional.empty();
    CeremonyStatement stated =
        new CeremonyStatement(
            job.id(),
            new CeremonyStatement.Order(
                sha256(compact),
                cloud.verificationKey().thumbprint(),
                job.keyArn(),
                job.wrappingKey().fingerprint()),
            job.wrapping(),
            new CeremonyStatement.Witness(
                SOFTWARE, sha256("policy"), job.validity().issuedAt().plusSeconds(1), tick()),
            new CeremonyStatement.Work(done, refusal, log.head()));
    String statement = SignedMessage.sign(MessageType.CEREMONY_STATEMENT, stated, agent);
    String result =
        SignedMessage.sign(
            MessageType.WRAP_RESULT,
            WrapResult.to(
                job,
                cloud.verificationKey().thumbprint(),
                stated.witness().statedAt(),
                outcome,
                statement),
            agent);
    append(AuditEvent.RESULT_SIGNED, job, Map.of("sha256", sha256(result).hex()));
    log.signHead(agent);
    append(AuditEvent.RESULT_SENT, job, Map.of("sha256", sha256(result).hex()));
    CeremonyRecord recorded = record(job, refusal, done, proof, statement);
    String record = SignedMessage.sign(MessageType.CEREMONY_RECORD, recorded, cloud);
    previous = sha256(record);
    return new Ceremony(compact, result, statement, record, shown(job, recorded, outcome));
  }

  private CeremonyRecord record(
      WrapJob job,
      Optional<Failure> refusal,
      Optional<HsmCeremony> done,
      Optional<KmsProof> proof,
      String statement) {
    number++;
    Map<String, String> requestIds = new TreeMap<>();
    List.of("CreateKey", "GetParametersForImport", "DescribeKey", "GetKeyPolicy")
        .forEach(action -> requestIds.put("kms:" + action, uuid(action + number)));
    if (done.isPresent()) {
      requestIds.put("kms:ImportKeyMaterial", uuid("ImportKeyMaterial" + number));
    }
    if (proof.isPresent()) {
      requestIds.put("kms:GetPublicKey", uuid("GetPublicKey" + number));
    }
    boolean symmetric = job.keySpec() == KeySpec.SYMMETRIC_DEFAULT;
    return new CeremonyRecord(
        new CeremonyRecord.Place(job.importId(), number, previous),
        new CeremonyRecord.Order(
            Optional.empty(),
            Optional.empty(),
            job.validity().issuedAt().minusSeconds(2),
            new Requester(
                Requester.Way.HTTP_API,
                Optional.of("arn:aws:iam::123456789012:role/key-custodian"),
                uuid("request" + number)),
            Expiration.NEVER),
        new CeremonyRecord.Kms(
            Optional.of(
                new KmsKeyFacts(
                    job.keyArn(),
                    job.keyArn().account(),
                    job.keyArn().region(),
                    "EXTERNAL",
                    job.keySpec().name(),
                    done.isPresent() ? "Enabled" : "PendingImport",
                    Optional.of(sha256("key policy")))),
            requestIds,
            Optional.of(
                new ImportParameterFacts(
                    job.wrappingKey().fingerprint(),
                    sha256("import token " + number),
                    job.validity().issuedAt().minusSeconds(1),
                    job.validity().expiresAt(),
                    job.wrapping().wrappingAlgorithm(),
                    job.wrapping().wrappingKeySpec())),
            done.map(HsmCeremony::encryptedKeyMaterial),
            done.filter(ceremony -> symmetric).map(ceremony -> sha256("key material").hex()),
            proof),
        new CeremonyRecord.Halves(SOFTWARE, job.attempt(), Optional.of(statement)),
        new CeremonyRecord.End(
            tick(),
            done.isPresent() ? ImportState.IMPORTED : ImportState.FAILED,
            refusal.map(Failure::code),
            refusal.map(Failure::reason)));
  }

  private static ImportRecord shown(WrapJob job, CeremonyRecord record, WrapOutcome outcome) {
    Optional<WrappedKey> key =
        outcome instanceof WrappedKey wrapped ? Optional.of(wrapped) : Optional.empty();
    List<StepEvent> history = new ArrayList<>();
    history.add(
        new StepEvent(
            record.order().requestedAt(),
            ImportStep.REQUEST_ACCEPTED,
            job.importId(),
            0,
            "new key"));
    history.add(
        new StepEvent(
            record.end().endedAt(),
            ImportStep.valueOf(record.state().name()),
            job.importId(),
            job.attempt(),
            "record " + record.place().number()));
    return new ImportRecord(
        new ImportRecord.Order(
            job.importId(),
            Optional.of("newKey"),
            new AgentName("hsm-1"),
            record.order().requestedAt(),
            Optional.empty()),
        new ImportRecord.Progress(record.state(), record.end().endedAt(), job.attempt(), history),
        job.wrapping(),
        new ImportRecord.Kms(
            Optional.of(job.keyArn()),
            record.order().expiration(),
            Optional.of(job.wrappingKey().fingerprint()),
            Optional.of(job.validity().expiresAt()),
            record.kms().keyMaterialId()),
        new ImportRecord.Hsm(key.map(WrappedKey::hsmKey), key.map(WrappedKey::token)),
        new ImportRecord.Failed(record.end().code(), record.end().reason()));
  }

  private WrapJob job(String importId, KeySpec keySpec) {
    Instant issuedAt = tick().plusSeconds(2);
    now = issuedAt;
    return new WrapJob(
        new JobId(new ImportId(importId), 1),
        new WrapJob.Validity(
            agent.verificationKey().thumbprint(), issuedAt, issuedAt.plusSeconds(86_000)),
        new WrapJob.KmsKey(
            KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/" + uuid("key of " + importId)),
            keys.wrappingKey()),
        new Wrapping(
            keySpec,
            keySpec.isKeyPair()
                ? WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256
                : WrappingAlgorithm.RSAES_OAEP_SHA_256,
            WrappingKeySpec.RSA_4096),
        WrapJob.HsmKey.OWN);
  }

  private static WrappedKey aes(WrapJob job, SampleKeys keys) throws GeneralSecurityException {
    return new WrappedKey(
        Blob.of(keys.wrappedAes()),
        job.wrapping().wrappingAlgorithm(),
        report(job.importId(), "CKA_ENCRYPT", Optional.of(keys.checkValue()), Optional.empty()),
        TOKEN);
  }

  private static HsmKeyReport report(
      ImportId importId, String use, Optional<String> checkValue, Optional<byte[]> publicKey) {
    Map<String, Boolean> attributes = new TreeMap<>();
    List.of("CKA_TOKEN", "CKA_PRIVATE", "CKA_SENSITIVE", "CKA_EXTRACTABLE", "CKA_LOCAL", use)
        .forEach(name -> attributes.put(name, true));
    attributes.put("CKA_NEVER_EXTRACTABLE", false);
    return new HsmKeyReport(
        new HsmKeyReport.KeyObject(
            CkaId.of(importId),
            "keyferry " + importId,
            HsmKeyReport.Origin.GENERATED,
            attributes,
            Optional.of("5a0400002200000f2a0b0800")),
        new HsmKeyReport.Proof(
            checkValue.map(value -> new KeyCheckValue(KeyCheckValue.Method.AES_ECB, value)),
            publicKey.map(Blob::of),
            Optional.empty()));
  }

  private static HsmCeremony ceremony(WrapJob job, WrappedKey key) {
    return new HsmCeremony(
        TOKEN,
        key.hsmKey(),
        job.keySpec().isKeyPair()
            ? new WrapMechanism(
                "CKM_RSA_AES_KEY_WRAP", "aesKeyBits=256, hashAlg=CKM_SHA256, mgf=CKG_MGF1_SHA256")
            : new WrapMechanism("CKM_RSA_PKCS_OAEP", "hashAlg=CKM_SHA256, mgf=CKG_MGF1_SHA256"),
        key.encryptedKeyMaterial().sha256(),
        List.of(),
        List.of("KMS's wrapping key, SHA-256 " + job.wrappingKey().fingerprint()));
  }

  private void received(WrapJob job, String compact) throws AuditException {
    append(
        AuditEvent.JOB_RECEIVED,
        job,
        Map.of(
            "sha256", sha256(compact).hex(),
            "keyArn", job.keyArn().toString(),
            "keySpec", job.keySpec().name(),
            "wrappingAlgorithm", job.wrapping().wrappingAlgorithm().name(),
            "wrappingKeySpec", job.wrapping().wrappingKeySpec().name(),
            "wrappingKeySha256", job.wrappingKey().fingerprint().hex()));
  }

  private void append(AuditEvent event, WrapJob job, Map<String, String> facts)
      throws AuditException {
    write(AuditEntry.of(event, job, facts));
  }

  private void write(AuditEntry entry) throws AuditException {
    tick();
    log.append(entry);
  }

  private Instant tick() {
    now = now.plusMillis(100);
    return now;
  }

  private static String uuid(String of) {
    return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Sha256 sha256(String of) {
    return Sha256.of(of.getBytes(StandardCharsets.UTF_8));
  }
}
