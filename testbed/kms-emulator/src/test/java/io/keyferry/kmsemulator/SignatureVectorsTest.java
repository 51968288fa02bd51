package io.keyferry.kmsemulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.kmsemulator.crypto.Ed25519Signatures;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.crypto.Signatures;
import io.keyferry.kmsemulator.crypto.SignedMessage;
import io.keyferry.kmsemulator.protocol.MessageType;
import io.keyferry.kmsemulator.protocol.SigningAlgorithm;
import io.keyferry.kmsemulator.value.KeySpec;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures from standards, and from AWS. */
class SignatureVectorsTest {

  /** RFC 8032, 7.1, TEST 3, and 7.3, TEST abc. */
  @ParameterizedTest
  @CsvSource({
    "ED25519_SHA_512, af82,"
        + " c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + " 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    "ED25519_PH_SHA_512, 616263,"
        + " 833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
        + " 98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
        + "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406",
  })
  void ed25519SignsAsTheStandardDoes(
      SigningAlgorithm algorithm, String text, String privateKey, String signature) {
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(bytes(privateKey));
    SignedMessage message = new SignedMessage(bytes(text), MessageType.RAW, algorithm);

    byte[] signed = Ed25519Signatures.sign(key, message);

    assertThat(HexFormat.of().formatHex(signed)).isEqualTo(signature);
    assertThat(Ed25519Signatures.verify(key.generatePublicKey(), message, signed)).isTrue();
  }

  /** [ST] ecc: signatures of AWS; Ed25519ph over the SHA-512 digest, which AWS hashed once more. */
  @Test
  void theSignaturesOfAwsVerify() throws NoSuchAlgorithmException {
    Ed25519PublicKeyParameters key =
        new Ed25519PublicKeyParameters(
            bytes("9a79796a4651afcd9a4e6fd20585ea37422a96d4282c7763ace296ecb20a53b0"));
    byte[] text = "stackd ECC interoperability".getBytes(US_ASCII);
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(text);

    assertThat(
            Ed25519Signatures.verify(
                key,
                new SignedMessage(text, MessageType.RAW, SigningAlgorithm.ED25519_SHA_512),
                bytes(
                    "fcb9481b885bff921eaa3acf1f48d49be3601375323e50c5ba5438c20afd781c"
                        + "4b6bf6443d27ad5d8f25b85078cf4ce312cfa95e254e36b85910bcda93614f04")))
        .isTrue();
    assertThat(
            Ed25519Signatures.verify(
                key,
                new SignedMessage(digest, MessageType.DIGEST, SigningAlgorithm.ED25519_PH_SHA_512),
                bytes(
                    "951c6805fa1d7b6035c1af523fe037d0c9adce87c6c9e5542ef72baf03b1f2e6"
                        + "2a5a489cecfb860d3f99cc425c608ea37b818d888ab6f648094d793991724e02")))
        .isTrue();
  }

  /**
   * RFC 6979, A.2.5 to A.2.7, "sample"; on secp256k1, for which it has no vector, the private key
   * 1.
   */
  @ParameterizedTest
  @CsvSource({
    "ECC_NIST_P256, P-256, ECDSA_SHA_256, sample,"
        + " c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721,"
        + " efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716,"
        + " f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    "ECC_NIST_P384, P-384, ECDSA_SHA_384, sample,"
        + " 6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d8"
        + "96d5724e4c70a825f872c9ea60d2edf5,"
        + " 94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c"
        + "81a648152e44acf96e36dd1e80fabe46,"
        + " 99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f"
        + "a329c145786e679e7b82c71a38628ac8",
    "ECC_NIST_P521, P-521, ECDSA_SHA_512, sample,"
        + " 00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75"
        + "caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538,"
        + " 00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f"
        + "174e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa,"
        + " 00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af"
        + "282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a",
    "ECC_SECG_P256K1, secp256k1, ECDSA_SHA_256, Satoshi Nakamoto,"
        + " 01,"
        + " 934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8,"
        + " 2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
  })
  void ecdsaSignaturesOfTheStandardVerify(
      KeySpec spec,
      String curve,
      SigningAlgorithm algorithm,
      String text,
      String privateKey,
      String r,
      String s)
      throws IOException {
    X9ECParameters parameters = ECNamedCurveTable.getByName(curve);
    KeyBytes key =
        pkcs8(
            new ECPrivateKeyParameters(
                new BigInteger(privateKey, 16),
                new ECNamedDomainParameters(ECNamedCurveTable.getOID(curve), parameters)));
    byte[] signature =
        StandardDSAEncoding.INSTANCE.encode(
            parameters.getN(), new BigInteger(r, 16), new BigInteger(s, 16));

    assertThat(Signatures.verify(spec, key, raw(text, algorithm), signature)).isTrue();
    assertThat(Signatures.verify(spec, key, raw(text + " ", algorithm), signature)).isFalse();
  }

  private static SignedMessage raw(String text, SigningAlgorithm algorithm) {
    return new SignedMessage(text.getBytes(US_ASCII), MessageType.RAW, algorithm);
  }

  private static KeyBytes pkcs8(AsymmetricKeyParameter key) {
    try {
      return new KeyBytes(
          PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new AssertionError("a test key was not encoded", e);
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
