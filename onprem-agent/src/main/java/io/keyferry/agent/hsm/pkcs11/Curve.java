package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.pkcs11.Template.KeyType;
import io.keyferry.model.value.KeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The curves that KMS supports, with their {@code CKA_EC_PARAMS} and the prefix of their DER
 * SubjectPublicKeyInfo (RFC 5480, RFC 8410).
 */
public enum Curve {
  P256(
      KeySpec.ECC_NIST_P256,
      "06082a8648ce3d030107",
      "3059301306072a8648ce3d020106082a8648ce3d030107034200",
      65),
  P384(
      KeySpec.ECC_NIST_P384,
      "06052b81040022",
      "3076301006072a8648ce3d020106052b81040022036200",
      97),
  P521(
      KeySpec.ECC_NIST_P521,
      "06052b81040023",
      "30819b301006072a8648ce3d020106052b8104002303818600",
      133),
  SECP256K1(
      KeySpec.ECC_SECG_P256K1,
      "06052b8104000a",
      "3056301006072a8648ce3d020106052b8104000a034200",
      65),
  ED25519(KeySpec.ECC_NIST_EDWARDS25519, "06032b6570", "302a300506032b6570032100", 32);

  /** Ed25519 in tokens before PKCS#11 v3.0: a curve name, and an OID of GnuPG. */
  private static final List<String> OLD_NAMES_OF_ED25519 =
      List.of("130c656477617264733235353139", "06092b06010401da470f01");

  private final KeySpec spec;
  private final String parameters;
  private final String spkiHead;
  private final int pointBytes;

  Curve(KeySpec spec, String parameters, String spkiHead, int pointBytes) {
    this.spec = spec;
    this.parameters = parameters;
    this.spkiHead = spkiHead;
    this.pointBytes = pointBytes;
  }

  public static Optional<Curve> of(KeySpec spec) {
    return Arrays.stream(values()).filter(curve -> curve.spec == spec).findFirst();
  }

  /** The curve of a {@code CKA_EC_PARAMS}; empty if KMS has no such curve. */
  public static Optional<Curve> of(byte[] ecParams) {
    String hex = HexFormat.of().formatHex(ecParams);
    return OLD_NAMES_OF_ED25519.contains(hex)
        ? Optional.of(ED25519)
        : Arrays.stream(values()).filter(curve -> curve.parameters.equals(hex)).findFirst();
  }

  public KeySpec spec() {
    return spec;
  }

  /** {@code CKA_EC_PARAMS}. */
  public byte[] parameters() {
    return HexFormat.of().parseHex(parameters);
  }

  public KeyType keyType() {
    return this == ED25519 ? KeyType.EC_EDWARDS : KeyType.EC;
  }

  public Mechanism generation() {
    return this == ED25519 ? Mechanism.EC_EDWARDS_KEY_PAIR_GEN : Mechanism.EC_KEY_PAIR_GEN;
  }

  /**
   * Converts a {@code CKA_EC_POINT} to a DER SubjectPublicKeyInfo. PKCS#11 requires a DER {@code
   * OCTET STRING} around the point; some tokens return the point alone. Empty if it is neither.
   */
  public Optional<byte[]> publicKey(byte[] ecPoint) {
    return point(ecPoint).map(this::spki);
  }

  private Optional<byte[]> point(byte[] ecPoint) {
    byte[] header =
        pointBytes < 128
            ? new byte[] {4, (byte) pointBytes}
            : new byte[] {4, (byte) 0x81, (byte) pointBytes};
    boolean wrapped =
        ecPoint.length == header.length + pointBytes
            && Arrays.equals(header, Arrays.copyOf(ecPoint, header.length));
    byte[] point = wrapped ? Arrays.copyOfRange(ecPoint, header.length, ecPoint.length) : ecPoint;
    return Optional.of(point).filter(bytes -> bytes.length == pointBytes);
  }

  private byte[] spki(byte[] point) {
    byte[] head = HexFormat.of().parseHex(spkiHead);
    byte[] der = Arrays.copyOf(head, head.length + point.length);
    System.arraycopy(point, 0, der, head.length, point.length);
    return der;
  }
}
