package io.keyferry.kmsemulator.testing;

import java.net.URI;
import java.time.Instant;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** A KMS whose acceptance rules are probed. */
public record ProbedKms(KmsClient kms) implements AutoCloseable {

  public static final String TWO_STEPS = "RSA_AES_KEY_WRAP_SHA_256";
  public static final TestMaterials MATERIALS = new TestMaterials();

  private static final String OAEP = "RSAES_OAEP_SHA_256";

  /** Import parameters for a key. */
  public record Parameters(
      String key, String algorithm, SdkBytes publicKey, SdkBytes token, Instant end) {

    /** A copy that claims to be for another key. */
    public Parameters claimedFor(String other) {
      return new Parameters(other, algorithm, publicKey, token, end);
    }
  }

  public static ProbedKms of(URI endpoint, String account) {
    return new ProbedKms(
        KmsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "none")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build());
  }

  public String newKey(Consumer<CreateKeyRequest.Builder> more) {
    return kms.createKey(request -> more.accept(request.origin("EXTERNAL"))).keyMetadata().arn();
  }

  public String newKey(String spec, String usage) {
    return newKey(request -> request.keySpec(spec).keyUsage(usage));
  }

  /** Creates an AES key without material. */
  public String newKey() {
    return newKey(request -> {});
  }

  public String newHmacKey() {
    return newKey("HMAC_256", "GENERATE_VERIFY_MAC");
  }

  public Parameters parameters(String key) {
    return parameters(key, OAEP);
  }

  public Parameters parameters(String key, String algorithm) {
    var given =
        kms.getParametersForImport(request ->
            request
                .keyId(key)
                .wrappingAlgorithm(algorithm)
                .wrappingKeySpec(WrappingKeySpec.RSA_2048));
    return new Parameters(
        key, algorithm, given.publicKey(), given.importToken(), given.parametersValidTo());
  }

  /** Imports the material and returns the state of the key. */
  public String imported(Parameters by, byte[] material) {
    return imported(by, material, request -> {});
  }

  public String imported(
      Parameters by, byte[] material, Consumer<ImportKeyMaterialRequest.Builder> change) {
    return handedOver(
        by, Wrapper.wrap(by.algorithm(), by.publicKey().asByteArray(), material), change);
  }

  public String handedOver(
      Parameters by, byte[] wrapped, Consumer<ImportKeyMaterialRequest.Builder> change) {
    kms.importKeyMaterial(request ->
        change.accept(
            request
                .keyId(by.key())
                .importToken(by.token())
                .encryptedKeyMaterial(SdkBytes.fromByteArray(wrapped))
                .expirationModel("KEY_MATERIAL_DOES_NOT_EXPIRE")));
    return state(by.key());
  }

  public String state(String key) {
    return kms.describeKey(request -> request.keyId(key)).keyMetadata().keyStateAsString();
  }

  public String encrypted(String key) {
    kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("text")));
    return "encrypted";
  }

  @Override
  public void close() {
    kms.close();
  }
}
