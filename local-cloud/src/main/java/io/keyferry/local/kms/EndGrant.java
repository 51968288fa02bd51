package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * {@code RetireGrant} and {@code RevokeGrant}, in every state of the key. Who may retire a grant is
 * for an authorization in front of the emulator to judge.
 */
final class EndGrant implements KmsOperation {

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

  static EndGrant retire(KeyStore keys) {
    return new EndGrant(keys, true);
  }

  static EndGrant revoke(KeyStore keys) {
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
      // Not recorded: the sentence is ours.
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
