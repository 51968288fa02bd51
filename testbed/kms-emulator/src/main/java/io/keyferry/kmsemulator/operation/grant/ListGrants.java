package io.keyferry.kmsemulator.operation.grant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.key.Grant;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Page;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code ListGrants}: the grants of a key, in every state. */
public final class ListGrants implements KmsOperation {

  static final int USUAL_LIMIT = 50;

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Members.LIMIT,
          Members.MARKER,
          GrantMembers.GRANT_ID,
          GrantMembers.GRANTEE);

  private final KeyStore keys;
  private final KmsEnvironment environment;

  public ListGrants(KeyStore keys, KmsEnvironment environment) {
    this.keys = keys;
    this.environment = environment;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    Optional<String> id =
        given.has("GrantId") ? Optional.of(GrantMembers.grantId(given)) : Optional.empty();
    Optional<String> grantee =
        given
            .optionalText("GranteePrincipal")
            .map(name ->
                new GrantPrincipals(environment)
                    .checked(
                        name, KmsError.invalidArn("Input does not refer to a valid principal")));
    List<Grant> grants = key.locked(state -> List.copyOf(state.grants()));
    return Page.of(
        given,
        USUAL_LIMIT,
        "Grants",
        grants.stream()
            .filter(grant -> id.map(grant.id()::equals).orElse(true))
            .filter(grant -> grantee.map(grant.terms().grantee()::equals).orElse(true))
            .sorted(Comparator.comparing(Grant::id)),
        Grant::id,
        grant -> grant.entry(key, environment));
  }
}
