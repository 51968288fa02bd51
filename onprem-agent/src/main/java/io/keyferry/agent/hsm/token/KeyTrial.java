package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingRule;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Generates a temporary key of one spec and wraps it as for KMS. A token's list of mechanisms does
 * not show which curves it supports.
 */
final class KeyTrial {

  private static final String LABEL = "keyferry-doctor";

  /** The id of a session object that is destroyed immediately. */
  private static final CkaId ID = new CkaId("6b6579666572727920747269616c");

  private final Pkcs11Token token;
  private final CryptokiSession session;
  private final KeyGeneration generation;

  KeyTrial(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
    this.generation = new KeyGeneration(token, session, new KeyReading(token, session));
  }

  void of(KeySpec spec, WrappingAlgorithm algorithm, KeyTemplate template) throws HsmException {
    HsmKey key = generation.generate(KeyGeneration.Order.ofSession(spec, ID, LABEL, template));
    try {
      demandTheSame(spec, algorithm, key, opened(spec, algorithm, key));
    } catch (HsmException | RuntimeException e) {
      try {
        generation.destroy(key);
      } catch (HsmException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    generation.destroy(key);
  }

  private byte[] opened(KeySpec spec, WrappingAlgorithm algorithm, HsmKey key) throws HsmException {
    SelfTestWrappingKey own = SelfTestWrappingKey.generate(bits(spec, algorithm));
    try (ImportedWrappingKey imported = ImportedWrappingKey.in(token, session, own.publicKey())) {
      return own.open(algorithm, new KeyWrap(token, session).wrap(algorithm, imported, key));
    } catch (GeneralSecurityException e) {
      throw wrong(spec, algorithm, "found a result that does not open: " + e.getMessage());
    }
  }

  /** The min bits that KMS accepts, because generating the key takes Java a while. */
  private static int bits(KeySpec spec, WrappingAlgorithm algorithm) {
    return WrappingRule.refusal(spec, algorithm, WrappingKeySpec.RSA_2048).isEmpty()
        ? WrappingKeySpec.RSA_2048.bits()
        : WrappingKeySpec.RSA_3072.bits();
  }

  private void demandTheSame(KeySpec spec, WrappingAlgorithm algorithm, HsmKey key, byte[] material)
      throws HsmException {
    if (!spec.isKeyPair()) {
      if (material.length != spec.bits() / 8) {
        throw wrong(spec, algorithm, "found %d bytes".formatted(material.length));
      }
      return;
    }
    Blob other;
    try {
      PrivateKeyInfo pkcs8 = PrivateKeyInfo.getInstance(material);
      AlgorithmIdentifier expected =
          SubjectPublicKeyInfo.getInstance(key.publicKey().orElseThrow().bytes()).getAlgorithm();
      AlgorithmIdentifier found = pkcs8.getPrivateKeyAlgorithm();
      // In RFC 8410 an Ed25519 key has its own algorithm; NSS softokn 3.110 writes id-ecPublicKey.
      if (!(spec.family() == KeySpec.Family.RSA
          ? found.getAlgorithm().equals(expected.getAlgorithm())
          : found.equals(expected))) {
        throw wrong(
            spec,
            algorithm,
            "found PKCS #8 with algorithm %s where the public key has %s"
                .formatted(names(found), names(expected)));
      }
      other = publicKey(PrivateKeyFactory.createKey(pkcs8));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw wrong(spec, algorithm, "found no private key in PKCS #8: " + e.getMessage());
    }
    if (!key.publicKey().equals(Optional.of(other))) {
      throw wrong(spec, algorithm, "found the private key of another public key");
    }
  }

  private static String names(AlgorithmIdentifier algorithm) {
    return algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
        ? algorithm.getAlgorithm() + " of curve " + curve
        : algorithm.getAlgorithm().toString();
  }

  private static Blob publicKey(AsymmetricKeyParameter privateKey) throws IOException {
    AsymmetricKeyParameter half =
        switch (privateKey) {
          case RSAPrivateCrtKeyParameters rsa ->
              new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
          case ECPrivateKeyParameters ec ->
              new ECPublicKeyParameters(
                  new FixedPointCombMultiplier().multiply(ec.getParameters().getG(), ec.getD()),
                  ec.getParameters());
          case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
          default -> throw new IOException("a kind that KMS does not support");
        };
    return Blob.of(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(half).getEncoded("DER"));
  }

  private HsmException wrong(KeySpec spec, WrappingAlgorithm algorithm, String found) {
    return new HsmException(
        Fault.REFUSED,
        "expected the result of token %s wrapping with %s to open to the %s key, %s: KMS would refuse it or import another key"
            .formatted(token.name(), algorithm, spec, found));
  }
}
