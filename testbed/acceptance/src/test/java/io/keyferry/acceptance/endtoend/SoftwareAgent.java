package io.keyferry.acceptance.endtoend;

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
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrapMechanism;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * Someone who holds a signing key in memory and knows the plaintext of the keys that they wrap: an
 * attacker, or a compromised agent.
 *
 * @param signer the enrolled agent's key, or a forger's
 * @param cloud the key that signed the jobs
 */
record SoftwareAgent(EcSigner signer, VerificationKey cloud) {

  private static final TokenIdentity TOKEN =
      new TokenIdentity("none", "0", "KeyFerry", "memory", "1.0");

  WrapJob job(String compact) throws RejectedMessageException {
    return SignedMessage.verify(MessageType.WRAP_JOB, compact, cloud);
  }

  /** A complete answer to a job: a key of their own, wrapped as the job orders. */
  WrapResult result(String job) throws RejectedMessageException, GeneralSecurityException {
    return result(job, wrapped(job(job)));
  }

  WrapResult result(String job, WrapOutcome outcome) throws RejectedMessageException {
    Instant now = Instant.now();
    return WrapResult.to(job(job), cloud.thumbprint(), now, outcome, statement(job, outcome, now));
  }

  String sealed(WrapResult result) {
    return SignedMessage.sign(MessageType.WRAP_RESULT, result, signer);
  }

  private String statement(String compact, WrapOutcome outcome, Instant now)
      throws RejectedMessageException {
    WrapJob job = job(compact);
    CeremonyStatement statement =
        new CeremonyStatement(
            job.id(),
            new CeremonyStatement.Order(
                Sha256.of(compact.getBytes(StandardCharsets.US_ASCII)),
                cloud.thumbprint(),
                job.keyArn(),
                job.wrappingKey().fingerprint()),
            job.wrapping(),
            new CeremonyStatement.Witness(
                new Software("0", "none"), Sha256.of(new byte[] {1}), now, now),
            new CeremonyStatement.Work(
                outcome instanceof WrappedKey key ? Optional.of(ceremony(key)) : Optional.empty(),
                outcome instanceof Failure failure ? Optional.of(failure) : Optional.empty(),
                new AuditHead(1, Sha256.of(new byte[] {2}), now)));
    return SignedMessage.sign(MessageType.CEREMONY_STATEMENT, statement, signer);
  }

  private static HsmCeremony ceremony(WrappedKey key) {
    return new HsmCeremony(
        key.token(),
        key.hsmKey(),
        new WrapMechanism("none", ""),
        key.encryptedKeyMaterial().sha256(),
        List.of(),
        List.of());
  }

  private static WrappedKey wrapped(WrapJob job) throws GeneralSecurityException {
    byte[] known = new byte[32];
    new SecureRandom().nextBytes(known);
    return wrapped(job, known, Optional.empty(), Optional.empty());
  }

  /** This key, wrapped as the job orders, with what an HSM would report of it. */
  static WrappedKey wrapped(
      WrapJob job, byte[] key, Optional<Blob> publicKey, Optional<ChallengeMac> mac)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        job.wrappingKey().rsa(job.wrapping().wrappingKeySpec()),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    return new WrappedKey(
        Blob.of(cipher.doFinal(key)),
        job.wrapping().wrappingAlgorithm(),
        new HsmKeyReport(
            new HsmKeyReport.KeyObject(
                CkaId.of(job.importId()),
                "keyferry " + job.importId(),
                HsmKeyReport.Origin.GENERATED,
                Map.of("CKA_SENSITIVE", true),
                Optional.empty()),
            new HsmKeyReport.Proof(Optional.empty(), publicKey, mac)),
        TOKEN);
  }
}
