package io.keyferry.kmsemulator.environment;

import io.keyferry.kmsemulator.value.KeyArn;
import io.keyferry.kmsemulator.value.KmsKeyId;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * The emulated account and Region, with their time and randomness.
 *
 * @param account twelve digits
 * @param behavior how its KMS differs from that of other accounts
 */
public record KmsEnvironment(
    String region, String account, InstantSource clock, SecureRandom random, KmsBehavior behavior) {

  /** A Region with the usual KMS behavior. */
  public KmsEnvironment(String region, String account, InstantSource clock, SecureRandom random) {
    this(region, account, clock, random, KmsBehavior.usual());
  }

  /** {@code aws}, or {@code aws-us-gov} for the GovCloud Regions. */
  public String partition() {
    return Partitions.of(region);
  }

  public KeyArn keyArn(KmsKeyId keyId) {
    return new KeyArn(partition(), region, account, keyId);
  }

  /** The ARN of an alias, whose name begins with {@code alias/}. */
  public String aliasArn(String aliasName) {
    return "arn:" + partition() + ":kms:" + region + ":" + account + ":" + aliasName;
  }

  /** The ARN that stands for the account in a key policy. */
  public String rootArn() {
    return rootArn(account);
  }

  /** The root ARN of any account. */
  public String rootArn(String ofAccount) {
    return "arn:" + partition() + ":iam::" + ofAccount + ":root";
  }
}
