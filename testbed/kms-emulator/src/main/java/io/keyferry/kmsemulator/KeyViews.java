package io.keyferry.kmsemulator;

import io.keyferry.kmsemulator.key.CiphertextBlob;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.Regions;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.KmsError;
import java.util.Optional;
import java.util.function.Function;

/** Finds keys for observers, by the same rules as the operations. */
final class KeyViews {

  private final Regions regions;

  KeyViews(Regions regions) {
    this.regions = regions;
  }

  /** The key of that id, ARN, alias or alias ARN. */
  Optional<KeyView> byName(String region, String name) {
    return find(region, keys -> keys.byAnyName(name));
  }

  /** The key that a symmetric ciphertext names, if that key is in the Region. */
  Optional<KeyView> byCiphertext(String region, byte[] ciphertext) {
    return find(region, keys -> keys.byCiphertext(CiphertextBlob.parse(ciphertext)));
  }

  private Optional<KeyView> find(String region, Function<KeyStore, StoredKey> search) {
    return regions.serving(region).flatMap(keys -> find(keys, search));
  }

  private static Optional<KeyView> find(KeyStore keys, Function<KeyStore, StoredKey> search) {
    try {
      StoredKey key = search.apply(keys);
      return Optional.of(KeyView.of(key, keys.aliasesOf(key.arn().keyId())));
    } catch (KmsError e) {
      // The operation itself reports that there is no such key.
      return Optional.empty();
    }
  }
}
