package io.keyferry.kmsemulator.crypto;

import io.keyferry.kmsemulator.protocol.KmsError;
import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.AsymmetricCipherKeyPairGenerator;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

/** Generates private keys of every spec except SM2, in PKCS #8. */
public final class NewKeyPairs {

  private final SecureRandom random;

  public NewKeyPairs(SecureRandom random) {
    this.random = random;
  }

  /**
   * Generates a key pair.
   *
   * @param spec for example {@code ECC_NIST_P256}
   * @throws KmsError if it is SM2
   */
  public KeyBytes make(String spec) {
    if (spec.startsWith("RSA_")) {
      return rsa(Integer.parseInt(spec.substring("RSA_".length())));
    }
    AsymmetricCipherKeyPairGenerator generator = generator(spec);
    try {
      return new KeyBytes(
          PrivateKeyInfoFactory.createPrivateKeyInfo(generator.generateKeyPair().getPrivate())
              .getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("a new key can be encoded", e);
    }
  }

  private AsymmetricCipherKeyPairGenerator generator(String spec) {
    return switch (spec) {
      case "ECC_NIST_P256" -> elliptic("secp256r1");
      case "ECC_NIST_P384" -> elliptic("secp384r1");
      case "ECC_NIST_P521" -> elliptic("secp521r1");
      case "ECC_SECG_P256K1" -> elliptic("secp256k1");
      case "ECC_NIST_EDWARDS25519" -> {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(random));
        yield generator;
      }
      default ->
          throw KmsError.unsupported(
              "The KMS emulator does not support key pairs of " + spec + ".");
    };
  }

  /** The JDK is faster at it. */
  private KeyBytes rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits, random);
      return new KeyBytes(generator.generateKeyPair().getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  private AsymmetricCipherKeyPairGenerator elliptic(String curve) {
    ASN1ObjectIdentifier id = ECNamedCurveTable.getOID(curve);
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            new ECNamedDomainParameters(id, ECNamedCurveTable.getByOID(id)), random));
    return generator;
  }
}
