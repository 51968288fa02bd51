package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.KmsKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** All keys and aliases of one Region, sorted by id and by name. */
public final class KeyStore {

  private final ConcurrentSkipListMap<String, StoredKey> keys = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<String, Alias> aliases = new ConcurrentSkipListMap<>();
  private final KmsEnvironment environment;

  KeyStore(KmsEnvironment environment) {
    this.environment = environment;
  }

  public KmsEnvironment environment() {
    return environment;
  }

  public void add(StoredKey key) {
    keys.put(key.arn().keyId().value(), key);
  }

  public Stream<StoredKey> keys() {
    return keys.values().stream().filter(key -> find(key.arn().keyId()).isPresent());
  }

  public Stream<Alias> aliases() {
    return aliases.values().stream().filter(alias -> find(alias.target()).isPresent());
  }

  public List<String> aliasesOf(KmsKeyId id) {
    return aliases().filter(alias -> alias.target().equals(id)).map(Alias::name).toList();
  }

  /** Removes a key that is due for deletion with its aliases, whenever it is next looked up. */
  private Optional<StoredKey> find(KmsKeyId id) {
    Optional<StoredKey> found = Optional.ofNullable(keys.get(id.value()));
    if (found.isPresent() && found.get().isGone()) {
      keys.remove(id.value());
      aliases.values().removeIf(alias -> alias.target().equals(id));
      return Optional.empty();
    }
    return found;
  }

  public String aliasArn(Alias alias) {
    return environment.aliasArn(alias.name());
  }

  /**
   * Adds an alias.
   *
   * @throws KmsError if the name is taken
   */
  public void add(Alias alias) {
    // Frees the name if its key is deleted.
    Optional.ofNullable(aliases.get(alias.name())).ifPresent(taken -> find(taken.target()));
    if (aliases.putIfAbsent(alias.name(), alias) != null) {
      throw KmsError.of(
          "AlreadyExistsException",
          "An alias with the name " + aliasArn(alias) + " already exists");
    }
  }

  /**
   * Points an alias to another key.
   *
   * @throws KmsError if there is no such alias
   */
  public void move(String aliasName, KmsKeyId target, Instant now) {
    if (aliases.computeIfPresent(aliasName, (name, alias) -> alias.movedTo(target, now)) == null) {
      throw noAlias(aliasName);
    }
  }

  /**
   * Deletes an alias.
   *
   * @throws KmsError if there is no such alias
   */
  public void removeAlias(String aliasName) {
    // An alias whose key is deleted no longer exists.
    byAlias(aliasName);
    if (aliases.remove(aliasName) == null) {
      throw noAlias(aliasName);
    }
  }

  /**
   * Finds a key by id, ARN, alias or alias ARN.
   *
   * @throws KmsError if there is no such key
   */
  public StoredKey byAnyName(String name) {
    return switch (KeyName.of(name, environment)) {
      case KeyName.ById(KmsKeyId id) ->
          find(id)
              .orElseThrow(
                  () -> KmsError.notFound("Key '" + environment.keyArn(id) + "' does not exist"));
      case KeyName.ByAlias(String alias) -> byAlias(alias);
    };
  }

  /**
   * Finds a key by id or ARN, for operations that accept no alias.
   *
   * @throws KmsError if there is no such key, or an alias is given
   */
  public StoredKey byIdOrArn(String name) {
    if (KeyName.isAlias(name)) {
      throw KmsError.invalidArn("Key Aliases are not supported for this operation.");
    }
    return byAnyName(name);
  }

  /**
   * The key that made a ciphertext: for a multi-Region key the one in this Region.
   *
   * @throws KmsError if there is no such key
   */
  public StoredKey byCiphertext(CiphertextBlob ciphertext) {
    return find(ciphertext.keyId()).orElseThrow(KmsError::noKeyOfCiphertext);
  }

  private StoredKey byAlias(String aliasName) {
    return Optional.ofNullable(aliases.get(aliasName))
        .flatMap(alias -> find(alias.target()))
        .orElseThrow(() -> noAlias(aliasName));
  }

  private KmsError noAlias(String aliasName) {
    return KmsError.notFound("Alias " + environment.aliasArn(aliasName) + " is not found.");
  }
}
