package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.kmsemulator.environment.RequestQuotas;
import io.keyferry.kmsemulator.protocol.KmsCall;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsRequest;
import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.testing.Wrapper;
import io.keyferry.kmsemulator.value.KeyArn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.InvalidImportTokenException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** The stock AWS SDK for Java over HTTP. */
class SdkClientTest {

  private final List<KmsCall> calls = new CopyOnWriteArrayList<>();
  private final MovableClock clock = new MovableClock(Scenario.START);
  private KmsEmulator emulator;
  private KmsClient kms;

  @BeforeEach
  void start() throws IOException {
    emulator =
        KmsEmulator.start(
            KmsEmulatorSettings.of("eu-west-1", "111122223333")
                .withClock(clock)
                .withRequestQuotas(RequestQuotas.none().with("GetParametersForImport", 1))
                .withCallLog(calls::add));
    kms =
        KmsClient.builder()
            .endpointOverride(emulator.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClient(UrlConnectionHttpClient.create())
            .overrideConfiguration(
                configuration -> configuration.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
  }

  @AfterEach
  void stop() {
    kms.close();
    emulator.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = AlgorithmSpec.class,
      names = {"RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"})
  void importsWrappedMaterialAndUsesIt(AlgorithmSpec algorithm) {
    KeyMetadata key = kms.createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata();
    GetParametersForImportResponse parameters = parameters(key, algorithm);
    assertThat(parameters.parametersValidTo()).isEqualTo(Scenario.START.plus(Duration.ofHours(24)));
    assertThat(parameters.importToken().asByteArray().length).isBetween(2048, 3072);
    assertThat(parameters.publicKey().asByteArray()).hasSize(294);

    String materialId = importMaterial(key, parameters, algorithm);

    assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(describe(key).currentKeyMaterialId()).isEqualTo(materialId);
    var encrypted =
        kms.encrypt(r ->
            r.keyId(key.arn())
                .plaintext(SdkBytes.fromUtf8String("cargo"))
                .encryptionContext(Map.of("ship", "ferry")));
    var decrypted =
        kms.decrypt(r ->
            r.ciphertextBlob(encrypted.ciphertextBlob())
                .encryptionContext(Map.of("ship", "ferry")));
    assertThat(decrypted.plaintext().asUtf8String()).isEqualTo("cargo");
    assertThat(decrypted.keyMaterialId()).isEqualTo(materialId);
  }

  @Test
  void materialIsGoneAtItsExpiry() {
    KeyMetadata key = kms.createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata();
    GetParametersForImportResponse parameters = parameters(key, AlgorithmSpec.RSAES_OAEP_SHA_256);
    kms.importKeyMaterial(r ->
        r.keyId(key.keyId())
            .importToken(parameters.importToken())
            .encryptedKeyMaterial(wrapped(parameters, AlgorithmSpec.RSAES_OAEP_SHA_256))
            .validTo(clock.instant().plus(Duration.ofHours(1))));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);

    clock.advance(Duration.ofHours(1));

    assertThat(describe(key).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
  }

  @Test
  void signsSoThatItVerifies() {
    KeyMetadata key =
        kms.createKey(r -> r.keySpec("ECC_NIST_P256").keyUsage("SIGN_VERIFY")).keyMetadata();
    SdkBytes message = SdkBytes.fromUtf8String("manifest");
    SdkBytes signature =
        kms.sign(r ->
                r.keyId(key.keyId())
                    .message(message)
                    .messageType(MessageType.RAW)
                    .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
            .signature();

    assertThat(
            kms.verify(r ->
                    r.keyId(key.keyId())
                        .message(message)
                        .signature(signature)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                .signatureValid())
        .isTrue();
  }

  @Test
  void aRefusalReachesTheCallerAsTheSdksOwnException() {
    KeyMetadata key = kms.createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata();

    assertThatThrownBy(() ->
            kms.importKeyMaterial(r ->
                r.keyId(key.keyId())
                    .importToken(SdkBytes.fromUtf8String("forged"))
                    .encryptedKeyMaterial(SdkBytes.fromUtf8String("forged"))
                    .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE)))
        .isInstanceOf(InvalidImportTokenException.class);
    assertThat(calls.getLast())
        .returns("ImportKeyMaterial", KmsCall::operation)
        .returns(Optional.of(KeyArn.parse(key.arn())), KmsCall::keyArn)
        .returns(Optional.of("InvalidImportTokenException"), KmsCall::error)
        .returns(Scenario.START, KmsCall::at);
  }

  @Test
  void callBeyondTheQuotaIsThrottledUntilTheClockHasMoved() {
    KeyMetadata key = kms.createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata();
    parameters(key, AlgorithmSpec.RSAES_OAEP_SHA_256);

    assertThatThrownBy(() -> parameters(key, AlgorithmSpec.RSAES_OAEP_SHA_256))
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> {
              assertThat(e.isThrottlingException()).isTrue();
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo(
                      "You have exceeded the rate at which you may call KMS. Reduce the frequency"
                          + " of your calls.");
            });
    assertThat(calls.getLast().error()).hasValue("ThrottlingException");

    clock.advance(Duration.ofSeconds(1));
    assertThat(parameters(key, AlgorithmSpec.RSAES_OAEP_SHA_256).importToken()).isNotNull();
  }

  @Test
  void anInterceptorAnswersInsteadOfTheOperation() {
    emulator
        .faults()
        .install(
            new KmsInterceptor() {
              @Override
              public Optional<KmsError> before(KmsRequest request) {
                return Optional.of(KmsError.throttling());
              }
            });

    assertThatThrownBy(() -> kms.createKey())
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException"));

    emulator.faults().clear();
    assertThat(kms.listKeys().keys()).isEmpty();
  }

  @Test
  void lostAnswerLeavesTheKeyInKms() {
    emulator
        .faults()
        .install(
            new KmsInterceptor() {
              @Override
              public Delivery after(KmsRequest request, Optional<KmsError> error) {
                return Delivery.DROP;
              }
            });

    assertThatThrownBy(() -> kms.createKey()).isInstanceOf(SdkClientException.class);

    emulator.faults().clear();
    assertThat(kms.listKeys().keys()).isNotEmpty();
  }

  private KeyMetadata describe(KeyMetadata key) {
    return kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata();
  }

  private GetParametersForImportResponse parameters(KeyMetadata key, AlgorithmSpec algorithm) {
    return kms.getParametersForImport(r ->
        r.keyId(key.keyId())
            .wrappingAlgorithm(algorithm)
            .wrappingKeySpec(WrappingKeySpec.RSA_2048));
  }

  private String importMaterial(
      KeyMetadata key, GetParametersForImportResponse parameters, AlgorithmSpec algorithm) {
    return kms.importKeyMaterial(r ->
            r.keyId(key.keyId())
                .importToken(parameters.importToken())
                .encryptedKeyMaterial(wrapped(parameters, algorithm))
                .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE))
        .keyMaterialId();
  }

  private static SdkBytes wrapped(
      GetParametersForImportResponse parameters, AlgorithmSpec algorithm) {
    byte[] material = new TestMaterials().named("32 bytes of a");
    return SdkBytes.fromByteArray(
        Wrapper.wrap(algorithm.toString(), parameters.publicKey().asByteArray(), material));
  }
}
