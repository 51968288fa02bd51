package io.keyferry.kmsemulator.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.protocol.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A grant on a key. It is stored and listed as KMS does; an authorizer in front of the emulator
 * decides what it permits.
 *
 * @param token what {@code CreateGrant} returned; it retires the grant
 */
public record Grant(String id, String token, Instant created, Terms terms) {

  /**
   * The content of the grant. Two grants of one name with the same terms are one.
   *
   * @param constraints as received
   */
  public record Terms(
      Optional<String> name,
      String grantee,
      Optional<String> retiring,
      List<String> operations,
      Optional<ObjectNode> constraints) {}

  public boolean isRetirableBy(String principal) {
    return terms.retiring().filter(principal::equals).isPresent();
  }

  /** The grant as the lists show it. */
  public ObjectNode entry(StoredKey key, KmsEnvironment environment) {
    ObjectNode entry = Json.object().put("KeyId", key.arn().toString()).put("GrantId", id);
    terms.name().ifPresent(name -> entry.put("Name", name));
    entry.set("CreationDate", Json.timestamp(created));
    entry.put("GranteePrincipal", terms.grantee());
    terms.retiring().ifPresent(principal -> entry.put("RetiringPrincipal", principal));
    entry.put("IssuingAccount", environment.rootArn());
    entry.set("Operations", Json.texts(terms.operations()));
    terms.constraints().ifPresent(constraints -> entry.set("Constraints", constraints));
    return entry;
  }
}
