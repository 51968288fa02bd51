package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.value.InvalidValueException;
import io.keyferry.kmsemulator.value.KeyArn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The emulated Regions, each with its own keys. */
public final class Regions {

  private final SequencedMap<String, KeyStore> stores;

  private Regions(SequencedMap<String, KeyStore> stores) {
    this.stores = stores;
  }

  /**
   * Creates the Regions.
   *
   * @param names the first is the home Region
   */
  public static Regions of(List<String> names, Function<String, KmsEnvironment> environment) {
    return new Regions(
        names.stream()
            .map(environment)
            .collect(
                Collectors.toMap(
                    KmsEnvironment::region,
                    KeyStore::new,
                    (one, other) -> one,
                    LinkedHashMap::new)));
  }

  public void forEach(BiConsumer<String, KeyStore> use) {
    stores.forEach(use);
  }

  public Optional<KeyStore> in(String region) {
    return Optional.ofNullable(stores.get(region));
  }

  /** The Region that serves a request for that Region: with one Region only, always that one. */
  public Optional<KeyStore> serving(String region) {
    return stores.size() == 1 ? Optional.of(stores.firstEntry().getValue()) : in(region);
  }

  /** Where to look for a key: in its ARN's Region, or in the home Region. */
  public KeyStore of(String keyName) {
    return regionOf(keyName).flatMap(this::in).orElse(stores.firstEntry().getValue());
  }

  private static Optional<String> regionOf(String keyName) {
    try {
      return Optional.of(KeyArn.parse(keyName).region());
    } catch (InvalidValueException e) {
      // Not a fault of ours: the caller asks whether this is an ARN.
      return Optional.empty();
    }
  }
}
