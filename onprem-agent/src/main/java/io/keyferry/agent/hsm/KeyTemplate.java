package io.keyferry.agent.hsm;

import java.util.Set;

/**
 * The attributes of a key to generate.
 *
 * @param usages the usage attributes that are true; Token, Private, Sensitive and Extractable are
 *     always true
 * @param modifiable {@code CKA_MODIFIABLE}
 */
public record KeyTemplate(Set<Usage> usages, boolean modifiable) {

  /** The usage attributes of a secret key (PKCS#11 v2.40, section 4.9). */
  public enum Usage {
    ENCRYPT,
    DECRYPT,
    SIGN,
    VERIFY,
    WRAP,
    UNWRAP,
    DERIVE
  }

  /** The twelve attributes of Thales' guide to Luna and AWS KMS. */
  public static final KeyTemplate LUNA_GUIDE = new KeyTemplate(Set.of(Usage.values()), true);

  public KeyTemplate {
    usages = Set.copyOf(usages);
  }
}
