package io.keyferry.kmsemulator.value;

/** The kind of wrapping key: KMS {@code GetParametersForImport}, {@code WrappingKeySpec}. */
public enum WrappingKeySpec {
  RSA_2048(2048),
  RSA_3072(3072),
  RSA_4096(4096);

  private final int bits;

  WrappingKeySpec(int bits) {
    this.bits = bits;
  }

  /** The size of the modulus in bits. */
  public int bits() {
    return bits;
  }
}
