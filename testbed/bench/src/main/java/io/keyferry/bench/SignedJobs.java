package io.keyferry.bench;

import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingPublicKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Jobs as the cloud half signs them, with a key of our own: each orders the wrap of a new AES key.
 *
 * @param wrappingKey the same in all of them, because making one takes longer than using it
 */
record SignedJobs(KeyPair signing, WrappingPublicKey wrappingKey, WrappingAlgorithm algorithm)
    implements MessageSigner<IllegalStateException> {

  private static final Duration GOOD_FOR = Duration.ofHours(1);
  private static final int WRAPPING_KEY_BITS = 4096;

  /** A job with the attributes of its SQS message. */
  record SignedJob(ImportId importId, KeyArn keyArn, String sealed) {}

  static SignedJobs by(WrappingAlgorithm algorithm) throws GeneralSecurityException {
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(WRAPPING_KEY_BITS);
    return new SignedJobs(
        ec.generateKeyPair(),
        WrappingPublicKey.of(rsa.generateKeyPair().getPublic().getEncoded()),
        algorithm);
  }

  /** A job for this agent. */
  SignedJob next(KeyThumbprint agent) {
    ImportId importId = ImportId.of(UUID.randomUUID());
    KeyArn keyArn =
        KeyArn.parse(
            "arn:aws:kms:%s:%s:key/%s"
                .formatted(CloudSettings.REGION, CloudSettings.ACCOUNT, UUID.randomUUID()));
    Instant now = Instant.now();
    WrapJob job =
        new WrapJob(
            new JobId(importId, 1),
            new WrapJob.Validity(agent, now, now.plus(GOOD_FOR)),
            new WrapJob.KmsKey(keyArn, wrappingKey),
            new Wrapping(KeySpec.SYMMETRIC_DEFAULT, algorithm, wrappingKey.spec()),
            WrapJob.HsmKey.OWN);
    return new SignedJob(importId, keyArn, SignedMessage.sign(MessageType.WRAP_JOB, job, this));
  }

  @Override
  public VerificationKey verificationKey() {
    return VerificationKey.of((ECPublicKey) signing.getPublic());
  }

  @Override
  public byte[] sign(byte[] digest) {
    try {
      Signature ecdsa = Signature.getInstance("NONEwithECDSAinP1363Format");
      ecdsa.initSign(signing.getPrivate());
      ecdsa.update(digest);
      return ecdsa.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform signs by P-256", e);
    }
  }
}
