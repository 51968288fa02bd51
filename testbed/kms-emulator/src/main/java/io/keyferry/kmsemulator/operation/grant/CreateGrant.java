package io.keyferry.kmsemulator.operation.grant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.key.Grant;
import io.keyferry.kmsemulator.key.KeyState;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** {@code CreateGrant}: a repeated request returns the same grant if it has a name. */
public final class CreateGrant implements KmsOperation {

  private static final int ID_BYTES = 32;
  private static final int TOKEN_BYTES = 96;
  private static final String CONSTRAINTS = "Constraints";
  private static final String NAME = "Name";
  private static final String OPERATIONS = "Operations";

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          GrantMembers.GRANTEE.needed(),
          GrantMembers.RETIRING,
          Member.wordsOf(OPERATIONS, GrantMembers.OPERATIONS).needed(),
          Member.of(CONSTRAINTS, Member.Kind.MAP),
          Member.text(NAME, 1, 256, "^[a-zA-Z0-9:/_-]+$"),
          Members.DRY_RUN);

  private final KeyStore keys;
  private final KmsEnvironment environment;

  public CreateGrant(KeyStore keys, KmsEnvironment environment) {
    this.keys = keys;
    this.environment = environment;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    Grant.Terms terms = terms(given, key.nature());
    return key.locked(state -> {
      UsableKeys.requireUsable(key, state);
      UsableKeys.stopDryRun(given);
      Grant grant = existing(state, terms).orElseGet(() -> added(state, terms));
      return Json.object().put("GrantToken", grant.token()).put("GrantId", grant.id());
    });
  }

  private Grant.Terms terms(Parameters given, StoredKey.Nature nature) {
    GrantPrincipals principals = new GrantPrincipals(environment);
    List<String> operations = given.list(OPERATIONS);
    // Documented but not recorded: the emulator's own wording.
    if (operations.isEmpty()) {
      throw KmsError.validation("A grant needs at least one operation.");
    }
    for (String operation : operations) {
      if (!GrantMembers.fits(operation, nature)) {
        throw KmsError.validation(
            "Grant operation %s is not valid for a key with KeySpec %s and KeyUsage %s."
                .formatted(operation, nature.spec(), nature.usage()));
      }
    }
    if (given.has(CONSTRAINTS) && !nature.isSymmetric()) {
      throw KmsError.validation(
          "Grant constraints on the encryption context need a symmetric encryption key.");
    }
    return new Grant.Terms(
        given.optionalText(NAME),
        principals.checked(
            given.text("GranteePrincipal"), GrantPrincipals.unknown("GranteePrincipal")),
        given
            .optionalText("RetiringPrincipal")
            .map(name -> principals.checked(name, GrantPrincipals.unknown("RetiringPrincipal"))),
        operations,
        given.object(CONSTRAINTS));
  }

  private static Optional<Grant> existing(KeyState state, Grant.Terms terms) {
    return state.grants().stream()
        .filter(grant -> terms.name().isPresent() && grant.terms().equals(terms))
        .findFirst();
  }

  private Grant added(KeyState state, Grant.Terms terms) {
    Grant grant =
        new Grant(
            HexFormat.of().formatHex(bytes(ID_BYTES)),
            Base64.getEncoder().encodeToString(bytes(TOKEN_BYTES)),
            environment.clock().instant().truncatedTo(ChronoUnit.SECONDS),
            terms);
    state.grants().add(grant);
    return grant;
  }

  private byte[] bytes(int count) {
    SecureRandom random = environment.random();
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
