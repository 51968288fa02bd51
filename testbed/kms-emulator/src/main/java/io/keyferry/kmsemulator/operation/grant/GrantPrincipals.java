package io.keyferry.kmsemulator.operation.grant;

import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.environment.PrincipalArn;
import io.keyferry.kmsemulator.protocol.KmsError;
import java.util.Optional;

/**
 * The principals that a grant may name, as {@code CreateGrant} and the lists of grants read them.
 */
final class GrantPrincipals {

  private final KmsEnvironment environment;

  GrantPrincipals(KmsEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Validates the principal of a grant, or of a search for grants.
   *
   * @param notAnArn KMS's message for a name that is no ARN, such as the unique id of a role
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

  /** KMS's message if a member of {@code CreateGrant} is neither an ARN nor a known unique id. */
  static KmsError unknown(String member) {
    return KmsError.invalidArn(member + " does not refer to a valid principal.");
  }
}
