package io.keyferry.agent.job.ledger;

import io.avaje.jsonb.Json;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.KeyArn;
import java.util.Optional;

/**
 * The key of one import. Written once before the HSM generates it, and once more when it has.
 *
 * @param keyArn the KMS key that it is for
 * @param label nobody can guess it before the key is there, so a key that carries it is the one
 *     that the agent generated
 * @param identified whether the HSM has returned the key; what follows is absent until then, and
 *     where the HSM has no such thing
 * @param keyCheckValue the value, and in parentheses its method
 * @param publicKeySha256 of the DER SubjectPublicKeyInfo, lower-case hex
 * @param ouid Luna's {@code CKA_OUID}, lower-case hex
 */
@Json
record LedgerKey(
    String keyArn,
    String label,
    boolean identified,
    Optional<String> keyCheckValue,
    Optional<String> publicKeySha256,
    Optional<String> ouid) {

  static LedgerKey toBeGenerated(KeyArn keyArn, String label) {
    return new LedgerKey(
        keyArn.toString(), label, false, Optional.empty(), Optional.empty(), Optional.empty());
  }

  LedgerKey identifiedBy(HsmKey key) {
    return new LedgerKey(keyArn, label, true, keyCheckValue(key), publicKeySha256(key), key.ouid());
  }

  boolean isFor(KeyArn kmsKey) {
    return keyArn.equals(kmsKey.toString());
  }

  boolean is(HsmKey found) {
    return found.label().equals(label)
        && agree(publicKeySha256, publicKeySha256(found))
        && agree(ouid, found.ouid())
        && agree(keyCheckValue.filter(known -> sameMethod(known, found)), keyCheckValue(found));
  }

  private static boolean agree(Optional<String> known, Optional<String> found) {
    return known.isEmpty() || known.equals(found);
  }

  /** Another release of the token's library may compute a check value in another way. */
  private static boolean sameMethod(String known, HsmKey found) {
    return found
        .keyCheckValue()
        .filter(value -> known.endsWith("(%s)".formatted(value.method())))
        .isPresent();
  }

  private static Optional<String> keyCheckValue(HsmKey key) {
    return key.keyCheckValue().map(Object::toString);
  }

  private static Optional<String> publicKeySha256(HsmKey key) {
    return key.publicKey().map(Blob::sha256).map(Object::toString);
  }
}
