package io.keyferry.kmsemulator.operation.grant;

import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.environment.PrincipalArn;
import io.keyferry.kmsemulator.protocol.KmsError;
import java.util.Optional;

/** Whom a grant may name, as {@code CreateGrant} and the lists of grants read it. */
final class GrantPrincipals {

  private final KmsEnvironment environment;

  GrantPrincipals(KmsEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Of a principal that a grant is to name, or that grants are looked for by.
   *
   * @param notAnArn what KMS says of a name that is no ARN, such as the unique id of a role
   * @throws KmsError if KMS does not know it
   */
  String checked(String principal, KmsError notAnArn) {
    if (!principal.startsWith("arn:")) {
      throw notAnArn;
    }
    Optional<PrincipalArn> arn = PrincipalArn.parse(principal);
    if (arn.isEmpty()) {
      throw KmsError.invalidArn("ARN is not valid: " + principal);
    }
    if (!arn.get().existsIn(environment)) {
      throw KmsError.invalidArn("ARN does not refer to a valid principal: " + principal);
    }
    return principal;
  }

  /** What KMS says where a member of {@code CreateGrant} is no ARN and no unique id it knows. */
  static KmsError unknown(String member) {
    return KmsError.invalidArn(member + " does not refer to a valid principal.");
  }
}
