package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.testing.Wrapper;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsInvalidMacException;
import software.amazon.awssdk.services.kms.model.KmsInvalidSignatureException;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** Uses of imported keys by the stock AWS SDK for Java over HTTP. */
class SdkDataPlaneTest {

  private static final SdkBytes MESSAGE = SdkBytes.fromUtf8String("imported");
  private static final SdkBytes OTHER = SdkBytes.fromUtf8String("another");

  private KmsEmulator emulator;
  private KmsClient kms;

  @BeforeEach
  void start() throws IOException {
    emulator = KmsEmulator.start(KmsEmulatorSettings.of("eu-west-1", "111122223333"));
    kms =
        KmsClient.builder()
            .endpointOverride(emulator.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  @AfterEach
  void stop() {
    kms.close();
    emulator.close();
  }

  @Test
  void anHmacKeyMakesMacs() {
    String key =
        imported(
            KeySpec.HMAC_256,
            KeyUsageType.GENERATE_VERIFY_MAC,
            new TestMaterials().named("32 bytes of A"));
    SdkBytes mac =
        kms.generateMac(
                r -> r.keyId(key).message(MESSAGE).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
            .mac();

    assertThat(
            kms.verifyMac(r ->
                    r.keyId(key)
                        .message(MESSAGE)
                        .mac(mac)
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
                .macValid())
        .isTrue();
    assertThatThrownBy(() ->
            kms.verifyMac(r ->
                r.keyId(key).message(OTHER).mac(mac).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)))
        .isInstanceOf(KmsInvalidMacException.class);
  }

  @Test
  void anEd25519KeySigns() {
    KeyPair pair = TestMaterials.newPair("Ed25519 -");
    String key =
        imported(
            KeySpec.ECC_NIST_EDWARDS25519,
            KeyUsageType.SIGN_VERIFY,
            pair.getPrivate().getEncoded());
    SdkBytes signature =
        kms.sign(r ->
                r.keyId(key)
                    .message(MESSAGE)
                    .messageType(MessageType.RAW)
                    .signingAlgorithm(SigningAlgorithmSpec.ED25519_SHA_512))
            .signature();

    assertThat(kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray())
        .isEqualTo(pair.getPublic().getEncoded());
    assertThatThrownBy(() ->
            kms.verify(r ->
                r.keyId(key)
                    .message(OTHER)
                    .signature(signature)
                    .signingAlgorithm(SigningAlgorithmSpec.ED25519_SHA_512)))
        .isInstanceOf(KmsInvalidSignatureException.class);
  }

  @Test
  void rsaKeyReEncryptsWhatASymmetricKeyEncrypted() {
    String aes =
        imported(
            KeySpec.SYMMETRIC_DEFAULT,
            KeyUsageType.ENCRYPT_DECRYPT,
            new TestMaterials().named("32 bytes of a"));
    String rsa =
        imported(
            KeySpec.RSA_2048,
            KeyUsageType.ENCRYPT_DECRYPT,
            TestMaterials.newPair("RSA 2048").getPrivate().getEncoded());
    var dataKey =
        kms.generateDataKey(r ->
            r.keyId(aes).keySpec(DataKeySpec.AES_256).encryptionContext(Map.of("ship", "ferry")));

    var moved =
        kms.reEncrypt(r ->
            r.ciphertextBlob(dataKey.ciphertextBlob())
                .sourceEncryptionContext(Map.of("ship", "ferry"))
                .destinationKeyId(rsa)
                .destinationEncryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256));

    assertThat(moved.sourceKeyMaterialId()).isEqualTo(dataKey.keyMaterialId());
    assertThat(moved.destinationKeyMaterialId()).isNull();
    assertThat(
            kms.decrypt(r ->
                    r.keyId(rsa)
                        .ciphertextBlob(moved.ciphertextBlob())
                        .encryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256))
                .plaintext())
        .isEqualTo(dataKey.plaintext());
  }

  @Test
  void twoKeysAgreeOnASecret() {
    String one = importedForAgreement();
    String other = importedForAgreement();

    var secret =
        kms.deriveSharedSecret(r ->
            r.keyId(one)
                .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                .publicKey(kms.getPublicKey(p -> p.keyId(other)).publicKey()));

    assertThat(secret.keyOrigin()).isEqualTo(OriginType.EXTERNAL);
    assertThat(secret.sharedSecret())
        .isEqualTo(
            kms.deriveSharedSecret(r ->
                    r.keyId(other)
                        .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                        .publicKey(kms.getPublicKey(p -> p.keyId(one)).publicKey()))
                .sharedSecret());
  }

  private String importedForAgreement() {
    return imported(
        KeySpec.ECC_NIST_P521,
        KeyUsageType.KEY_AGREEMENT,
        TestMaterials.newPair("EC secp521r1").getPrivate().getEncoded());
  }

  private String imported(KeySpec spec, KeyUsageType usage, byte[] material) {
    String algorithm = spec == KeySpec.RSA_2048 ? "RSA_AES_KEY_WRAP_SHA_256" : "RSAES_OAEP_SHA_256";
    String key =
        kms.createKey(r -> r.origin(OriginType.EXTERNAL).keySpec(spec).keyUsage(usage))
            .keyMetadata()
            .arn();
    var parameters =
        kms.getParametersForImport(r ->
            r.keyId(key).wrappingAlgorithm(algorithm).wrappingKeySpec(WrappingKeySpec.RSA_3072));
    kms.importKeyMaterial(r ->
        r.keyId(key)
            .importToken(parameters.importToken())
            .encryptedKeyMaterial(
                SdkBytes.fromByteArray(
                    Wrapper.wrap(algorithm, parameters.publicKey().asByteArray(), material)))
            .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE));
    return key;
  }
}
