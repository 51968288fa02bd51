package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.testing.Wrapper;
import io.keyferry.kmsemulator.value.InvalidValueException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MultiRegionKeyType;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/** Several Regions at one endpoint, as the stock AWS SDK for Java uses them. */
class RegionsTest {

  private static final String ALGORITHM = "RSAES_OAEP_SHA_256";

  private final MovableClock clock = new MovableClock(Scenario.START);
  private final Map<Region, KmsClient> clients = new HashMap<>();
  private KmsEmulator emulator;

  @BeforeEach
  void start() throws IOException {
    emulator = KmsEmulator.start(settings());
  }

  @AfterEach
  void stop() {
    clients.values().forEach(KmsClient::close);
    emulator.close();
  }

  @Test
  void everyRegionHasItsOwnKeys() {
    String key = in(Region.EU_WEST_1).createKey().keyMetadata().keyId();

    assertThat(in(Region.EU_WEST_1).listKeys().keys()).hasSize(1);
    assertThat(in(Region.EU_CENTRAL_1).listKeys().keys()).isEmpty();
    assertThatThrownBy(() -> in(Region.EU_CENTRAL_1).describeKey(r -> r.keyId(key)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("arn:aws:kms:eu-central-1:111122223333:key/" + key);
  }

  @Test
  void aMultiRegionKeyIsRotatedInAllItsRegions() {
    String key =
        in(Region.EU_WEST_1)
            .createKey(r -> r.origin("EXTERNAL").multiRegion(true))
            .keyMetadata()
            .keyId();
    String first = imported(Region.EU_WEST_1, key, "32 bytes of a", ImportType.NEW_KEY_MATERIAL);
    in(Region.EU_WEST_1).replicateKey(r -> r.keyId(key).replicaRegion("eu-central-1"));
    clock.advance(Duration.ofSeconds(2));
    assertThat(
            imported(Region.EU_CENTRAL_1, key, "32 bytes of a", ImportType.EXISTING_KEY_MATERIAL))
        .isEqualTo(first);
    SdkBytes ciphertext =
        in(Region.EU_WEST_1)
            .encrypt(r -> r.keyId(key).plaintext(SdkBytes.fromUtf8String("cargo")))
            .ciphertextBlob();
    String second = imported(Region.EU_WEST_1, key, "32 bytes of b", ImportType.NEW_KEY_MATERIAL);
    imported(Region.EU_CENTRAL_1, key, "32 bytes of b", ImportType.EXISTING_KEY_MATERIAL);

    in(Region.EU_WEST_1).rotateKeyOnDemand(r -> r.keyId(key));
    assertThat(
            in(Region.EU_WEST_1)
                .getKeyRotationStatus(r -> r.keyId(key))
                .onDemandRotationStartDate())
        .isEqualTo(clock.instant());
    clock.advance(Duration.ofSeconds(90));

    assertThat(
            in(Region.EU_CENTRAL_1)
                .listKeyRotations(
                    r -> r.keyId(key).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))
                .rotations())
        .extracting(RotationsListEntry::keyMaterialId, RotationsListEntry::keyMaterialState)
        .containsExactly(
            tuple(first, KeyMaterialState.NON_CURRENT), tuple(second, KeyMaterialState.CURRENT));
    var replica = in(Region.EU_CENTRAL_1).describeKey(r -> r.keyId(key)).keyMetadata();
    assertThat(replica.keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(replica.currentKeyMaterialId()).isEqualTo(second);
    assertThat(replica.multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.REPLICA);
    var decrypted = in(Region.EU_CENTRAL_1).decrypt(r -> r.ciphertextBlob(ciphertext));
    assertThat(decrypted.plaintext().asUtf8String()).isEqualTo("cargo");
    assertThat(decrypted.keyMaterialId()).isEqualTo(first);
  }

  @Test
  void requestForAnUnsupportedRegionIsRefused() {
    assertThatThrownBy(() -> in(Region.US_EAST_1).listKeys())
        .isInstanceOfSatisfying(
            KmsException.class,
            e ->
                assertThat(e.awsErrorDetails().errorMessage())
                    .isEqualTo(
                        "The credential must be scoped to one of the Regions eu-west-1,"
                            + " eu-central-1, but it is scoped to us-east-1. Set the client's"
                            + " Region."));
  }

  @Test
  void singleRegionAcceptsRequestsForAny() throws IOException {
    try (KmsEmulator alone =
            KmsEmulator.start(
                KmsEmulatorSettings.of("eu-west-1", "111122223333").withClock(clock));
        KmsClient client = client(alone, Region.US_EAST_1)) {
      assertThat(client.createKey().keyMetadata().arn())
          .startsWith("arn:aws:kms:eu-west-1:111122223333:key/");
    }
  }

  @Test
  void aRegionIsNotNamedTwice() {
    assertThatThrownBy(() -> settings().withOtherRegions(List.of("eu-central-1", "eu-west-1")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("eu-west-1, eu-central-1, eu-west-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cn-north-1",
        "cn-northwest-1",
        "us-iso-east-1",
        "us-isob-east-1",
        "eu-isoe-west-1",
        "eusc-de-east-1",
        "aws-global",
        "eu-west-9",
        "nowhere",
        ""
      })
  void aRegionOfAnotherPartitionOrOfNoneIsRefused(String region) {
    for (ThrowingCallable attempt :
        List.<ThrowingCallable>of(
            () -> KmsEmulatorSettings.of(region, "111122223333"),
            () -> settings().withOtherRegions(List.of(region)))) {
      assertThatThrownBy(attempt)
          .isInstanceOf(InvalidValueException.class)
          .hasMessageStartingWith(
              "expected an AWS Region of the partitions aws and aws-us-gov, the only ones"
                  + " that the emulator supports, found '"
                  + region);
    }
  }

  @Test
  void allRegionsAreOfOnePartition() {
    assertThatThrownBy(() -> settings().withOtherRegions(List.of("us-gov-west-1")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "expected at least one Region, all of one partition, found 'eu-west-1, us-gov-west-1'");
  }

  @Test
  void anArnHasThePartitionOfItsRegion() throws IOException {
    try (KmsEmulator gov =
            KmsEmulator.start(KmsEmulatorSettings.of("us-gov-west-1", "111122223333"));
        KmsClient client = client(gov, Region.US_GOV_WEST_1)) {
      String key = client.createKey().keyMetadata().keyId();
      String arn = "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/" + key;
      client.createAlias(r -> r.aliasName("alias/mine").targetKeyId(arn));

      assertThat(client.describeKey(r -> r.keyId(arn)).keyMetadata().arn()).isEqualTo(arn);
      assertThat(client.listAliases().aliases())
          .extracting(AliasListEntry::aliasArn)
          .containsExactly("arn:aws-us-gov:kms:us-gov-west-1:111122223333:alias/mine");
      assertThat(client.getKeyPolicy(r -> r.keyId(key)).policy())
          .contains("\"arn:aws-us-gov:iam::111122223333:root\"");
      assertThatThrownBy(() ->
              client.describeKey(r -> r.keyId("arn:aws:kms:us-gov-west-1:111122223333:key/" + key)))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("Invalid arn us-gov-west-1");
      assertThatThrownBy(
              () -> client.replicateKey(r -> r.keyId(key).replicaRegion("us-gov-east-1")))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void noTimeIsNegative() {
    assertThatThrownBy(() -> new KmsTimes(Duration.ofSeconds(-1), Duration.ZERO))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new KmsTimes(Duration.ZERO, Duration.ofSeconds(-1)))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void keyIsLookedUpInTheRegionOfItsArn() throws Exception {
    var key = in(Region.EU_CENTRAL_1).createKey().keyMetadata();

    assertThat(checkValue(key.arn())).contains("AES_CMAC");
    assertThat(checkValue(key.keyId())).contains("does not exist");
  }

  private KmsEmulatorSettings settings() {
    return KmsEmulatorSettings.of("eu-west-1", "111122223333")
        .withOtherRegions(List.of("eu-central-1"))
        .withTimes(new KmsTimes(Duration.ofSeconds(90), Duration.ofSeconds(2)))
        .withClock(clock);
  }

  private KmsClient in(Region region) {
    return clients.computeIfAbsent(region, wanted -> client(emulator, wanted));
  }

  private static KmsClient client(KmsEmulator emulator, Region region) {
    return KmsClient.builder()
        .endpointOverride(emulator.endpoint())
        .region(region)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(
            configuration -> configuration.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  private String imported(Region region, String key, String material, ImportType type) {
    var parameters =
        in(region)
            .getParametersForImport(
                r -> r.keyId(key).wrappingAlgorithm(ALGORITHM).wrappingKeySpec("RSA_2048"));
    byte[] wrapped =
        Wrapper.wrap(
            ALGORITHM, parameters.publicKey().asByteArray(), new TestMaterials().named(material));
    return in(region)
        .importKeyMaterial(r ->
            r.keyId(key)
                .importToken(parameters.importToken())
                .encryptedKeyMaterial(SdkBytes.fromByteArray(wrapped))
                .importType(type)
                .expirationModel("KEY_MATERIAL_DOES_NOT_EXPIRE"))
        .keyMaterialId();
  }

  private String checkValue(String keyId) throws Exception {
    URI address = emulator.endpoint().resolve(KeyCheckValueRoute.PATH + "?keyId=" + keyId);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    }
  }
}
