package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.ImportedKeyPair;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.StoredKey.Nature;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Shape;
import java.util.EnumSet;
import java.util.Set;

/** {@code GetPublicKey}: only while the private key is there; also of a disabled key. */
public final class GetPublicKey implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed());

  private static final Set<KeyStatus> REFUSED =
      EnumSet.complementOf(EnumSet.of(KeyStatus.ENABLED, KeyStatus.UPDATING, KeyStatus.DISABLED));

  private final KeyStore keys;

  public GetPublicKey(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    StoredKey key = keys.byAnyName(SHAPE.check(request).text("KeyId"));
    Nature nature = key.nature();
    if (nature.isSymmetric() || nature.usage() == KeyUsage.GENERATE_VERIFY_MAC) {
      throw KmsError.unexplained("UnsupportedOperationException");
    }
    KeyBytes bytes =
        key.locked(state -> {
          key.refuseIn(state, REFUSED);
          return UsableKeys.current(state);
        });
    ObjectNode answer =
        Json.object()
            .put("KeyId", key.arn().toString())
            .put("PublicKey", ImportedKeyPair.publicKey(bytes))
            .put("CustomerMasterKeySpec", nature.spec().name())
            .put("KeySpec", nature.spec().name())
            .put("KeyUsage", nature.usage().name());
    answer.set(
        nature.usage().algorithmsField(), Json.texts(nature.usage().algorithms(nature.spec())));
    return answer;
  }
}
