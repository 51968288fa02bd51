package io.keyferry.cloud.flow;

import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An agent as the cloud sees it: what it signs about the jobs of one cloud. */
public record TestAgent(EcSigner signer, VerificationKey cloud) {

  /** The wrapped key of all imports of these tests. */
  public static final Blob MATERIAL = Blob.of("WRAPPED-KEY".getBytes(StandardCharsets.US_ASCII));

  /** The public half of all key pairs of these tests. */
  public static final Blob PUBLIC_KEY = Blob.of(new byte[] {0x30, 0x59});

  /** The MAC of every HMAC key and every challenge of these tests. */
  public static final ChallengeMac MAC =
      new ChallengeMac(Blob.of(new byte[ChallengeMac.CHALLENGE_BYTES]), Blob.of(new byte[48]));

  private static final TokenIdentity TOKEN =
      new TokenIdentity("label", "serial", "manufacturer", "model", "7.8");

  /** The job that this message is. */
  public WrapJob job(String compact) {
    try {
      return SignedMessage.verify(MessageType.WRAP_JOB, compact, cloud);
    } catch (RejectedMessageException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The complete answer to a job: the key that it orders. */
  public String answer(String job, Instant now) {
    return signed(result(job, wrapped(job(job)), now));
  }

  /** The answer to a job, with the statement that belongs to it. */
  public WrapResult result(String job, WrapOutcome outcome, Instant now) {
    return WrapResult.to(job(job), us(), now, outcome, signed(statement(job, outcome, now)));
  }

  /** The statement on a job. */
  public CeremonyStatement statement(String compact, WrapOutcome outcome, Instant now) {
    WrapJob job = job(compact);
    return new CeremonyStatement(
        job.id(),
        new CeremonyStatement.Order(
            Sha256.of(compact.getBytes(StandardCharsets.US_ASCII)),
            us(),
            job.keyArn(),
            job.wrappingKey().fingerprint()),
        job.wrapping(),
        new CeremonyStatement.Witness(
            new Software("0.1.0", "unknown"), Sha256.of(new byte[] {1}), now, now),
        new CeremonyStatement.Work(
            outcome instanceof WrappedKey key ? Optional.of(ceremony(key)) : Optional.empty(),
            outcome instanceof Failure failure ? Optional.of(failure) : Optional.empty(),
            new AuditHead(7, Sha256.of(new byte[] {2}), now)));
  }

  public String signed(WrapResult result) {
    return SignedMessage.sign(MessageType.WRAP_RESULT, result, signer);
  }

  public String signed(CeremonyStatement statement) {
    return SignedMessage.sign(MessageType.CEREMONY_STATEMENT, statement, signer);
  }

  public KeyThumbprint us() {
    return cloud.thumbprint();
  }

  public static WrappedKey wrapped(CkaId key) {
    return wrapped(
        key, "keyferry", KeySpec.SYMMETRIC_DEFAULT, WrappingAlgorithm.RSAES_OAEP_SHA_256);
  }

  /** The key that this job orders. */
  public static WrappedKey wrapped(WrapJob job) {
    return switch (job.hsmKey()) {
      case HsmKeyName.Id(CkaId id) ->
          wrapped(id, "keyferry", job.keySpec(), job.wrapping().wrappingAlgorithm());
      case HsmKeyName.Label(String label) ->
          wrapped(
              CkaId.of(new byte[] {1}), label, job.keySpec(), job.wrapping().wrappingAlgorithm());
    };
  }

  /** The same key, for which the agent reports neither public key nor MAC. */
  public static WrappedKey withoutProof(WrappedKey key) {
    HsmKeyReport report = key.hsmKey();
    return new WrappedKey(
        key.encryptedKeyMaterial(),
        key.algorithm(),
        new HsmKeyReport(
            new HsmKeyReport.KeyObject(
                report.ckaId(),
                report.object().label(),
                report.object().origin(),
                report.object().attributes(),
                report.object().ouid()),
            new HsmKeyReport.Proof(
                report.proof().keyCheckValue(), Optional.empty(), Optional.empty())),
        key.token());
  }

  private static WrappedKey wrapped(
      CkaId key, String label, KeySpec spec, WrappingAlgorithm algorithm) {
    return new WrappedKey(
        MATERIAL,
        algorithm,
        new HsmKeyReport(
            new HsmKeyReport.KeyObject(
                key,
                label,
                HsmKeyReport.Origin.GENERATED,
                Map.of("CKA_SENSITIVE", true),
                Optional.empty()),
            new HsmKeyReport.Proof(
                Optional.empty(),
                spec.isKeyPair() ? Optional.of(PUBLIC_KEY) : Optional.empty(),
                spec.family() == KeySpec.Family.HMAC ? Optional.of(MAC) : Optional.empty())),
        TOKEN);
  }

  /** What the HSM did for this key. */
  public static HsmCeremony ceremony(WrappedKey key) {
    return new HsmCeremony(
        key.token(),
        key.hsmKey(),
        new WrapMechanism("CKM_RSA_PKCS_OAEP", "hashAlg=CKM_SHA256, mgf=CKG_MGF1_SHA256"),
        key.encryptedKeyMaterial().sha256(),
        List.of(),
        List.of("wrapping key"));
  }
}
