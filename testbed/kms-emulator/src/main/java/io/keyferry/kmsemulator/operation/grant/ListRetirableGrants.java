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
import java.util.stream.Stream;

/** {@code ListRetirableGrants}: the grants that name the principal as the retiring one. */
public final class ListRetirableGrants implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(Members.LIMIT, Members.MARKER, GrantMembers.RETIRING.needed());

  private record Found(StoredKey key, Grant grant) {}

  private final KeyStore keys;
  private final KmsEnvironment environment;

  public ListRetirableGrants(KeyStore keys, KmsEnvironment environment) {
    this.keys = keys;
    this.environment = environment;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    String name = given.text("RetiringPrincipal");
    String principal =
        new GrantPrincipals(environment)
            .checked(name, KmsError.notFound("Retiring principal " + name + " could not be found"));
    return Page.of(
        given,
        ListGrants.USUAL_LIMIT,
        "Grants",
        keys.keys()
            .flatMap(ListRetirableGrants::grants)
            .filter(found -> found.grant().isRetirableBy(principal))
            .sorted(Comparator.comparing(found -> found.grant().id())),
        found -> found.grant().id(),
        found -> found.grant().entry(found.key(), environment));
  }

  private static Stream<Found> grants(StoredKey key) {
    return key
        .locked(state -> state.grants().stream().map(grant -> new Found(key, grant)).toList())
        .stream();
  }
}
