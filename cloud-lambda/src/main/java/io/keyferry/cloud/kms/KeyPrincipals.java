package io.keyferry.cloud.kms;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who, besides the account, may do what with a new KMS key. Kept in order, so that equal requests
 * have the same text.
 *
 * @param administrators ARNs of IAM principals that may manage the key
 * @param users ARNs of IAM principals that may use it
 * @param administratorsMayDelete whether administrators may schedule the deletion of the key
 */
public record KeyPrincipals(
    SortedSet<String> administrators, SortedSet<String> users, boolean administratorsMayDelete) {

  /** Only the account. */
  public static final KeyPrincipals NONE = of(List.of(), List.of(), true);

  public KeyPrincipals {
    administrators = Collections.unmodifiableSortedSet(new TreeSet<>(administrators));
    users = Collections.unmodifiableSortedSet(new TreeSet<>(users));
  }

  /** These principals, in any order. */
  public static KeyPrincipals of(
      Collection<String> administrators,
      Collection<String> users,
      boolean administratorsMayDelete) {
    return new KeyPrincipals(
        new TreeSet<>(administrators), new TreeSet<>(users), administratorsMayDelete);
  }

  /**
   * Whether the key needs its own policy. If nobody is named, KMS's default policy is the same and
   * needs no permission.
   */
  public boolean needPolicy() {
    return !administrators.isEmpty() || !users.isEmpty();
  }
}
