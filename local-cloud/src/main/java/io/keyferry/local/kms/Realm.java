package io.keyferry.local.kms;

import io.keyferry.model.KeyArn;
import io.keyferry.model.KmsKeyId;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * The account and Region that the stand-in plays, with the time and the randomness it lives by.
 *
 * @param account twelve digits
 */
record Realm(String region, String account, InstantSource clock, SecureRandom random) {

  private static final String PARTITION = "aws";

  KeyArn keyArn(KmsKeyId keyId) {
    return new KeyArn(PARTITION, region, account, keyId);
  }

  /** The ARN of an alias, whose name begins with {@code alias/}. */
  String aliasArn(String aliasName) {
    return "arn:" + PARTITION + ":kms:" + region + ":" + account + ":" + aliasName;
  }

  /** The ARN that stands for the account in a key policy. */
  String rootArn() {
    return "arn:" + PARTITION + ":iam::" + account + ":root";
  }
}
