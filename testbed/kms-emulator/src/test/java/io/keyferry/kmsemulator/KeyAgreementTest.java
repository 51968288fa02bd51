package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.kmsemulator.crypto.KeyAgreement;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.value.KeySpec;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyAgreementTest {

  private static final ECNamedDomainParameters P256 =
      new ECNamedDomainParameters(
          ECNamedCurveTable.getOID("P-256"), ECNamedCurveTable.getByName("P-256"));

  private final ImportedKeys kms = new ImportedKeys();

  /** RFC 5903, 8.1. */
  @Test
  void isThatOfTheStandard() throws IOException {
    KeyBytes own = p256("c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433");
    byte[] other =
        spki(
            "d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63",
            "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab");

    assertThat(KeyAgreement.sharedSecret(own, other).map(HexFormat.of()::formatHex))
        .hasValue("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de");
  }

  @ParameterizedTest
  @CsvSource({
    "ECC_NIST_P256, EC secp256r1, 32",
    "ECC_NIST_P384, EC secp384r1, 48",
    "ECC_NIST_P521, EC secp521r1, 66",
  })
  void theJdkDerivesTheSameSecret(KeySpec spec, String material, int length)
      throws GeneralSecurityException {
    KeyPair ours = TestMaterials.newPair(material);
    KeyPair theirs = TestMaterials.newPair(material);
    String key = kms.imported(spec, KeyUsage.KEY_AGREEMENT, ours.getPrivate().getEncoded());

    byte[] secret =
        ImportedKeys.blob(
            kms.call(
                "DeriveSharedSecret",
                Json.object()
                    .put("KeyId", key)
                    .put("KeyAgreementAlgorithm", "ECDH")
                    .put("PublicKey", theirs.getPublic().getEncoded())),
            "SharedSecret");

    var agreement = javax.crypto.KeyAgreement.getInstance("ECDH", "SunEC");
    agreement.init(theirs.getPrivate());
    agreement.doPhase(ours.getPublic(), true);
    assertThat(secret).hasSize(length).isEqualTo(agreement.generateSecret());
  }

  @Test
  void refusesAPointThatIsNotOnTheCurve() throws IOException {
    KeyBytes own = p256("02");
    byte[] key =
        spki(P256.getG().getAffineXCoord().toString(), P256.getG().getAffineYCoord().toString());
    byte[] damaged = key.clone();
    damaged[damaged.length - 1] ^= 1;

    assertThat(KeyAgreement.sharedSecret(own, key)).isPresent();
    assertThat(KeyAgreement.sharedSecret(own, damaged)).isEmpty();
    assertThat(KeyAgreement.sharedSecret(own, Arrays.copyOf(key, key.length - 1))).isEmpty();
  }

  private static KeyBytes p256(String privateKey) throws IOException {
    return new KeyBytes(
        PrivateKeyInfoFactory.createPrivateKeyInfo(
                new ECPrivateKeyParameters(new BigInteger(privateKey, 16), P256))
            .getEncoded(ASN1Encoding.DER));
  }

  private static byte[] spki(String x, String y) throws IOException {
    var point = P256.getCurve().createPoint(new BigInteger(x, 16), new BigInteger(y, 16));
    return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
            new ECPublicKeyParameters(point, P256))
        .getEncoded(ASN1Encoding.DER);
  }
}
