package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.Tag;

/** What an authorizer in front of the emulator sees of the keys. */
class KeyViewTest {

  private static final String HOME = "eu-west-1";
  private static final String REMOTE = "eu-central-1";

  private final MovableClock clock = new MovableClock(Scenario.START);
  private final Map<String, KmsClient> clients = new HashMap<>();
  private KmsEmulator kms;

  @BeforeEach
  void start() throws IOException {
    kms =
        KmsEmulator.start(
            KmsEmulatorSettings.of(HOME, "111122223333")
                .withOtherRegions(List.of(REMOTE))
                .withClock(clock));
  }

  @AfterEach
  void stop() {
    clients.values().forEach(KmsClient::close);
    kms.close();
  }

  @Test
  void showsTheAttributesBehindKmsConditionKeys() {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
            + "{\"AWS\":\"111122223333\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}}";
    var made =
        in(HOME)
            .createKey(r ->
                r.origin("EXTERNAL")
                    .keySpec("HMAC_256")
                    .keyUsage("GENERATE_VERIFY_MAC")
                    .policy(policy)
                    .tags(Tag.builder().tagKey("origin").tagValue("hsm").build()))
            .keyMetadata();
    in(HOME).createAlias(r -> r.aliasName("alias/two").targetKeyId(made.keyId()));
    in(HOME).createAlias(r -> r.aliasName("alias/one").targetKeyId(made.keyId()));

    assertThat(kms.key(HOME, made.keyId()))
        .contains(
            new KeyView(
                made.arn(),
                HOME,
                new KeyView.Kind("EXTERNAL", "HMAC_256", "GENERATE_VERIFY_MAC"),
                Optional.empty(),
                policy,
                Map.of("origin", "hsm"),
                List.of("alias/one", "alias/two")));
  }

  @Test
  void findsAKeyByEveryNameThatKmsAccepts() {
    var made = in(HOME).createKey().keyMetadata();
    in(HOME).createAlias(r -> r.aliasName("alias/one").targetKeyId(made.keyId()));

    for (String name :
        List.of(
            made.keyId(),
            made.arn(),
            "alias/one",
            "arn:aws:kms:eu-west-1:111122223333:alias/one")) {
      assertThat(kms.key(HOME, name).map(KeyView::arn)).as(name).contains(made.arn());
      assertThat(kms.key(REMOTE, name)).as(name).isEmpty();
      assertThat(kms.key("us-east-1", name)).as(name).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "one",
        "alias/",
        "alias/none",
        "134f2428-cec1-4b25-a1ae-9048164dba47",
        "arn:aws:kms:eu-west-1:111122223333:key/134f2428-cec1-4b25-a1ae-9048164dba47",
        "arn:aws:kms:eu-west-1:444455556666:alias/one",
        "arn:aws:kms:eu-west-1"
      })
  void findsNothingByAnyOtherName(String name) {
    String key = in(HOME).createKey().keyMetadata().keyId();
    in(HOME).createAlias(r -> r.aliasName("alias/one").targetKeyId(key));

    assertThat(kms.key(HOME, name)).isEmpty();
  }

  @Test
  void aReplicaIsFoundInItsOwnRegion() {
    var primary = in(HOME).createKey(r -> r.multiRegion(true)).keyMetadata();
    in(HOME).replicateKey(r -> r.keyId(primary.keyId()).replicaRegion(REMOTE));

    KeyView there = kms.key(REMOTE, primary.keyId()).orElseThrow();

    assertThat(there.region()).isEqualTo(REMOTE);
    assertThat(there.multiRegion()).isTrue();
    assertThat(there.multiRegionKeyType()).contains("REPLICA");
    assertThat(kms.key(HOME, primary.keyId()).flatMap(KeyView::multiRegionKeyType))
        .contains("PRIMARY");
    assertThat(kms.key(REMOTE, primary.arn())).isEmpty();
  }

  @Test
  void deletedKeyIsNotFound() {
    String key = in(HOME).createKey().keyMetadata().keyId();
    in(HOME).scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7));
    assertThat(kms.key(HOME, key)).isPresent();

    clock.advance(Duration.ofDays(7));

    assertThat(kms.key(HOME, key)).isEmpty();
  }

  @Test
  void aCiphertextNamesItsKey() {
    var key = in(HOME).createKey(r -> r.multiRegion(true)).keyMetadata();
    byte[] ciphertext =
        in(HOME)
            .encrypt(r -> r.keyId(key.keyId()).plaintext(SdkBytes.fromUtf8String("cargo")))
            .ciphertextBlob()
            .asByteArray();

    assertThat(kms.keyOfCiphertext(HOME, ciphertext).map(KeyView::arn)).contains(key.arn());
    assertThat(kms.keyOfCiphertext(REMOTE, ciphertext)).isEmpty();
    in(HOME).replicateKey(r -> r.keyId(key.keyId()).replicaRegion(REMOTE));
    assertThat(kms.keyOfCiphertext(REMOTE, ciphertext).map(KeyView::region)).contains(REMOTE);
    assertThat(kms.keyOfCiphertext(HOME, new byte[0])).isEmpty();
    assertThat(kms.keyOfCiphertext(HOME, new byte[512])).isEmpty();
  }

  private KmsClient in(String region) {
    return clients.computeIfAbsent(
        region,
        name ->
            KmsClient.builder()
                .endpointOverride(kms.endpoint())
                .region(Region.of(name))
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .build());
  }
}
