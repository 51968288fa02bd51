package io.keyferry.local.kms;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.AsymmetricCipherKeyPairGenerator;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

/** Makes private keys of every spec but SM2, in PKCS #8. */
final class NewKeyPairs {

  private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
  private static final int CERTAINTY = 100;

  private final SecureRandom random;

  NewKeyPairs(SecureRandom random) {
    this.random = random;
  }

  /**
   * @param spec for example {@code ECC_NIST_P256}
   * @throws KmsError if it is SM2
   */
  KeyBytes make(String spec) {
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
      case "RSA_2048" -> rsa(2048);
      case "RSA_3072" -> rsa(3072);
      case "RSA_4096" -> rsa(4096);
      case "ECC_NIST_P256" -> elliptic("secp256r1");
      case "ECC_NIST_P384" -> elliptic("secp384r1");
      case "ECC_NIST_P521" -> elliptic("secp521r1");
      case "ECC_SECG_P256K1" -> elliptic("secp256k1");
      case "ECC_NIST_EDWARDS25519" -> {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(random));
        yield generator;
      }
      default -> throw KmsError.unsupported("The KMS emulator makes no key pair of " + spec + ".");
    };
  }

  private AsymmetricCipherKeyPairGenerator rsa(int bits) {
    RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
    generator.init(new RSAKeyGenerationParameters(EXPONENT, random, bits, CERTAINTY));
    return generator;
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
