package io.keyferry.local.kms;

import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KmsKeyId;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * The account and Region that the stand-in plays, with the time and the randomness it lives by.
 *
 * @param account twelve digits
 * @param behavior how its KMS differs from that of other accounts
 */
record Realm(
    String region, String account, InstantSource clock, SecureRandom random, KmsBehavior behavior) {

  /** A Region whose KMS behaves as usual. */
  Realm(String region, String account, InstantSource clock, SecureRandom random) {
    this(region, account, clock, random, KmsBehavior.usual());
  }

  /** {@code aws}, or {@code aws-us-gov} for the GovCloud Regions. */
  String partition() {
    return Partitions.of(region);
  }

  KeyArn keyArn(KmsKeyId keyId) {
    return new KeyArn(partition(), region, account, keyId);
  }

  /** The ARN of an alias, whose name begins with {@code alias/}. */
  String aliasArn(String aliasName) {
    return "arn:" + partition() + ":kms:" + region + ":" + account + ":" + aliasName;
  }

  /** The ARN that stands for the account in a key policy. */
  String rootArn() {
    return rootArn(account);
  }

  /** The same of any account. */
  String rootArn(String ofAccount) {
    return "arn:" + partition() + ":iam::" + ofAccount + ":root";
  }
}
