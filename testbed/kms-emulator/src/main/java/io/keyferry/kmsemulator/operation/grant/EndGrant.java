package io.keyferry.kmsemulator.operation.grant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyState;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;

/**
 * {@code RetireGrant} and {@code RevokeGrant}, in every state of the key. An authorizer in front of
 * the emulator decides who may retire a grant.
 */
public final class EndGrant implements KmsOperation {

  private static final Shape REVOKE =
      Shape.of(Members.KEY_ID.needed(), GrantMembers.GRANT_ID.needed(), Members.DRY_RUN);
  private static final Shape RETIRE =
      Shape.of(GrantMembers.GRANT_TOKEN, Members.KEY_ID, GrantMembers.GRANT_ID, Members.DRY_RUN);

  private final KeyStore keys;
  private final boolean retires;

  private EndGrant(KeyStore keys, boolean retires) {
    this.keys = keys;
    this.retires = retires;
  }

  public static EndGrant retire(KeyStore keys) {
    return new EndGrant(keys, true);
  }

  public static EndGrant revoke(KeyStore keys) {
    return new EndGrant(keys, false);
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = (retires ? RETIRE : REVOKE).check(request);
    if (retires && given.has("GrantToken")) {
      endByToken(given);
      return Json.object();
    }
    if (!given.has("KeyId") || !given.has("GrantId")) {
      // Not recorded: the emulator's own wording.
      throw KmsError.validation("Specify a GrantToken, or a KeyId and a GrantId.");
    }
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    String id = GrantMembers.grantId(given);
    key.update(state -> {
      if (state.grants().stream().noneMatch(grant -> grant.id().equals(id))) {
        throw GrantMembers.noGrant(id);
      }
      UsableKeys.stopDryRun(given);
      state.grants().removeIf(grant -> grant.id().equals(id));
    });
    return Json.object();
  }

  private void endByToken(Parameters given) {
    String token = given.text("GrantToken");
    StoredKey key =
        keys.keys()
            .filter(candidate -> candidate.locked(state -> has(state, token)))
            .findFirst()
            .orElseThrow(() -> KmsError.unexplained("InvalidGrantTokenException"));
    UsableKeys.stopDryRun(given);
    key.update(state -> state.grants().removeIf(grant -> grant.token().equals(token)));
  }

  private static boolean has(KeyState state, String token) {
    return state.grants().stream().anyMatch(grant -> grant.token().equals(token));
  }
}
