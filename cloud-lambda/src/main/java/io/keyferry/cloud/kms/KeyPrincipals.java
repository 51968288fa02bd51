package io.keyferry.cloud.kms;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who, beside the account, may do what with a new KMS key. They are kept in order, so that equal
 * requests are written alike.
 *
 * @param administrators ARNs of IAM principals that may manage the key
 * @param users ARNs of IAM principals that may use it
 * @param administratorsMayDelete whether administrators may schedule the deletion of the key
 */
public record KeyPrincipals(
    SortedSet<String> administrators, SortedSet<String> users, boolean administratorsMayDelete) {

  /** The account alone. */
  public static final KeyPrincipals NONE = of(List.of(), List.of(), true);

  public KeyPrincipals {
    administrators = Collections.unmodifiableSortedSet(new TreeSet<>(administrators));
    users = Collections.unmodifiableSortedSet(new TreeSet<>(users));
  }

  /** These principals, in whatever order they come. */
  public static KeyPrincipals of(
      Collection<String> administrators,
      Collection<String> users,
      boolean administratorsMayDelete) {
    return new KeyPrincipals(
        new TreeSet<>(administrators), new TreeSet<>(users), administratorsMayDelete);
  }

  /**
   * Whether the key needs a policy of its own. Where nobody is named, KMS's default policy says the
   * same, and nothing has to be allowed for it.
   */
  public boolean needPolicy() {
    return !administrators.isEmpty() || !users.isEmpty();
  }
}
