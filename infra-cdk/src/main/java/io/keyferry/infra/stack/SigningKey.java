package io.keyferry.infra.stack;

import io.keyferry.model.deployment.FunctionSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.kms.KeySpec;
import software.amazon.awscdk.services.kms.KeyUsage;
import software.constructs.Construct;

/**
 * Signs the jobs and the ceremony records. The agents pin it, and it verifies records for as long
 * as they are kept, so it is retained when the stack is deleted.
 */
final class SigningKey extends Construct {

  private final Key key;

  SigningKey(Construct scope) {
    super(scope, "SigningKey");
    this.key =
        Key.Builder.create(this, "Key")
            .description("Signs KeyFerry's jobs and ceremony records")
            .keySpec(KeySpec.ECC_NIST_P256)
            .keyUsage(KeyUsage.SIGN_VERIFY)
            .policy(
                PolicyDocument.Builder.create()
                    .statements(
                        List.of(
                            // No grants: they would allow signing despite these policies.
                            KeyAdministration.byTheAccount(
                                List.of("kms:GetPublicKey", "kms:Sign", "kms:Verify")),
                            denyOtherSigners(Stack.of(this))))
                    .build())
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  /**
   * A signer can order the HSM to wrap a key under any wrapping key, so not even an administrator
   * may sign. The ARNs are built from names, because the roles name the key, too.
   */
  private static PolicyStatement denyOtherSigners(Stack stack) {
    return Statements.denyTo(
        new AnyPrincipal(),
        "NobodyButTheFunctionsSigns",
        List.of("kms:Sign"),
        List.of("*"),
        Map.of("ArnNotEquals", Map.of("aws:PrincipalArn", signers(stack))));
  }

  /** The ARNs of the roles that may sign. */
  static List<String> signers(Stack stack) {
    return Stream.of(
            FunctionSpec.REQUEST_IMPORT, FunctionSpec.COMPLETE_IMPORT, FunctionSpec.RESUME_IMPORTS)
        .map(function -> Names.role(stack, function.functionName()))
        .toList();
  }

  String arn() {
    return key.getKeyArn();
  }
}
