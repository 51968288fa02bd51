package io.keyferry.cloud.aws;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.VerificationKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Signs with an ECC_NIST_P256 key that never leaves KMS. */
public final class KmsSigner implements MessageSigner<RuntimeException> {

  /** r and s of P-256. */
  private static final int CONCATENATED = 64;

  private final KmsClient kms;
  private final KeyArn key;

  /** Requested once, at the first use: many invocations end without a signature. */
  private volatile @Nullable VerificationKey verificationKey;

  public KmsSigner(KmsClient kms, KeyArn key) {
    this.kms = kms;
    this.key = key;
  }

  /**
   * {@inheritDoc}
   *
   * @throws SigningKeyException if KMS refuses to return it
   * @throws KmsUnavailableException if KMS does not answer
   */
  @Override
  public VerificationKey verificationKey() {
    VerificationKey known = verificationKey;
    if (known == null) {
      known =
          VerificationKey.ofDer(
              asking("kms:GetPublicKey", () -> kms.getPublicKey(b -> b.keyId(key.toString())))
                  .publicKey()
                  .asByteArray());
      verificationKey = known;
    }
    return known;
  }

  /**
   * {@inheritDoc}
   *
   * @throws SigningKeyException if KMS refuses to sign
   * @throws KmsUnavailableException if KMS does not answer
   */
  @Override
  public byte[] sign(byte[] digest) {
    byte[] der =
        asking(
                "kms:Sign",
                () ->
                    kms.sign(b ->
                        b.keyId(key.toString())
                            .message(SdkBytes.fromByteArray(digest))
                            .messageType(MessageType.DIGEST)
                            .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)))
            .signature()
            .asByteArray();
    try {
      return ECDSA.transcodeSignatureToConcat(der, CONCATENATED);
    } catch (JOSEException e) {
      throw new SigningKeyException(key, "kms:Sign", e);
    }
  }

  private <T> T asking(String action, Supplier<T> call) {
    try {
      return KmsErrors.call(call);
    } catch (KmsUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SigningKeyException(key, action, e);
    }
  }
}
