package io.keyferry.cloud.request;

import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A KMS key to create, as the KMS console asks for it. Tags and principals are kept in order, so
 * that equal requests are written alike.
 *
 * @param alias with its {@code alias/}
 * @param usage one of those that KMS has for the spec
 * @param tags the caller's; KeyFerry adds {@link #IMPORT_ID_TAG} and {@link #NONCE_TAG}
 * @param administrators ARNs of IAM principals that may manage the key
 * @param users ARNs of IAM principals that may use it
 * @param administratorsMayDelete whether administrators may schedule the deletion of the key
 */
public record NewKey(
    Optional<String> alias,
    KeySpec spec,
    KeyUsage usage,
    String description,
    SortedMap<String, String> tags,
    SortedSet<String> administrators,
    SortedSet<String> users,
    boolean administratorsMayDelete)
    implements KeyChoice {

  /** What KeyFerry's own tags begin with. */
  static final String OWN_TAGS = "keyferry:";

  /** The tag by which a key is found again after a crash. */
  public static final String IMPORT_ID_TAG = OWN_TAGS + "import-id";

  /** The tag that distinguishes such a key from one that somebody else has planted. */
  public static final String NONCE_TAG = OWN_TAGS + "creation-nonce";

  /** The tag by which the owner of an existing key lets KeyFerry import into it. */
  public static final String ALLOW_IMPORT_TAG = OWN_TAGS + "allow-import";

  public NewKey {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, String>) tags));
    administrators = Collections.unmodifiableSortedSet(new TreeSet<>(administrators));
    users = Collections.unmodifiableSortedSet(new TreeSet<>(users));
  }

  /**
   * Whether it needs a key policy of its own. Where nobody is named, KMS's default policy says the
   * same, and nothing has to be allowed for it.
   */
  public boolean hasPolicy() {
    return !administrators.isEmpty() || !users.isEmpty();
  }
}
