package io.keyferry.agent.hsm.pkcs11;

/**
 * The PKCS#11 attributes that this package names (PKCS#11 v2.40, section 4). {@code CKA_VALUE} is
 * not among them, so no call can read it.
 */
public enum Attribute {
  CLASS(0x000),
  TOKEN(0x001),
  PRIVATE(0x002),
  LABEL(0x003),
  CHECK_VALUE(0x090),
  KEY_TYPE(0x100),
  ID(0x102),
  SENSITIVE(0x103),
  ENCRYPT(0x104),
  DECRYPT(0x105),
  WRAP(0x106),
  UNWRAP(0x107),
  SIGN(0x108),
  VERIFY(0x10A),
  DERIVE(0x10C),
  MODULUS(0x120),
  MODULUS_BITS(0x121),
  PUBLIC_EXPONENT(0x122),
  VALUE_LEN(0x161),
  EXTRACTABLE(0x162),
  LOCAL(0x163),
  NEVER_EXTRACTABLE(0x164),
  ALWAYS_SENSITIVE(0x165),
  MODIFIABLE(0x170),
  EC_PARAMS(0x180),
  EC_POINT(0x181),
  /** Luna's own: the object's unique id. */
  OUID(0x80000005L);

  private final long type;

  Attribute(long type) {
    this.type = type;
  }

  /** {@code CK_ATTRIBUTE_TYPE}. */
  public long type() {
    return type;
  }

  /** The name in PKCS#11: {@code CKA_SENSITIVE}. */
  @Override
  public String toString() {
    return "CKA_" + name();
  }
}
