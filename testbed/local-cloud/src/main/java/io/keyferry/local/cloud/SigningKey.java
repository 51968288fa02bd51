package io.keyferry.local.cloud;

import io.keyferry.model.value.VerificationKey;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * The cloud's signing key in KMS: ECC_NIST_P256, made by KMS.
 *
 * @param arn of the KMS key
 * @param verificationKey what the operator pins in the agent's configuration
 */
public record SigningKey(String arn, VerificationKey verificationKey) {

  static SigningKey of(String arn, KmsClient kms) {
    byte[] spki = kms.getPublicKey(request -> request.keyId(arn)).publicKey().asByteArray();
    return new SigningKey(arn, VerificationKey.ofDer(spki));
  }
}
