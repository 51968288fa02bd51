package io.keyferry.infra.stack;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.kms.KeySpec;
import software.amazon.awscdk.services.kms.KeyUsage;
import software.constructs.Construct;

/**
 * Signs the jobs and the ceremony records. The agents pin it, and records are verified with it for
 * as long as they are kept: it stays when the stack goes.
 */
final class SigningKey extends Construct {

  private final Key key;

  SigningKey(Construct scope) {
    super(scope, "SigningKey");
    this.key =
        Key.Builder.create(this, "Key")
            .description("KeyFerry signs jobs and ceremony records with it")
            .keySpec(KeySpec.ECC_NIST_P256)
            .keyUsage(KeyUsage.SIGN_VERIFY)
            .policy(
                PolicyDocument.Builder.create()
                    .statements(
                        List.of(
                            // No grants: who may sign is said by IAM policies alone.
                            KeyAdministration.byTheAccount(
                                List.of("kms:GetPublicKey", "kms:Sign", "kms:Verify"))))
                    .build())
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  String arn() {
    return key.getKeyArn();
  }
}
