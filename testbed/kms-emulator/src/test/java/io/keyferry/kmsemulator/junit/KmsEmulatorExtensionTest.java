package io.keyferry.kmsemulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsEmulatorSettings;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

class KmsEmulatorExtensionTest {

  @Nested
  class InAStaticField {

    @RegisterExtension
    static final KmsEmulatorExtension KMS = KmsEmulatorExtension.inRegion("eu-central-1");

    private static final Set<URI> SEEN = new HashSet<>();

    @Test
    void servesTheRegion() {
      SEEN.add(KMS.emulator().endpoint());
      assertThat(newKey(KMS.emulator(), "eu-central-1"))
          .startsWith("arn:aws:kms:eu-central-1:111122223333:key/");
    }

    @Test
    void isTheParameter(KmsEmulator emulator) {
      SEEN.add(KMS.emulator().endpoint());
      assertThat(emulator).isSameAs(KMS.emulator());
    }

    @AfterAll
    static void isOneForAllTests() {
      assertThat(SEEN).hasSize(1);
    }
  }

  @Nested
  class InAnInstanceField {

    private static final Set<KmsEmulator> SEEN = new HashSet<>();

    @RegisterExtension
    final KmsEmulatorExtension kms =
        KmsEmulatorExtension.with(KmsEmulatorSettings.of("us-east-1", "444455556666"));

    @Test
    void hasTheSettings() {
      SEEN.add(kms.emulator());
      assertThat(newKey(kms.emulator(), "us-east-1"))
          .startsWith("arn:aws:kms:us-east-1:444455556666:key/");
    }

    @Test
    void startsEmpty() {
      SEEN.add(kms.emulator());
      try (KmsClient client = client(kms.emulator(), "us-east-1")) {
        assertThat(client.listKeys().keys()).isEmpty();
      }
    }

    @AfterAll
    static void isAnotherForEachTest() {
      assertThat(SEEN).hasSize(2);
    }
  }

  @Nested
  @ExtendWith(KmsEmulatorExtension.class)
  class NamedByAnAnnotation {

    @Test
    void isTheParameter(KmsEmulator emulator) {
      assertThat(newKey(emulator, "eu-west-1")).startsWith("arn:aws:kms:eu-west-1:111122223333:");
    }
  }

  @Nested
  class OnAClassWithNestedClasses {

    @RegisterExtension
    static final KmsEmulatorExtension KMS = KmsEmulatorExtension.inRegion("eu-west-2");

    private static final Set<KmsEmulator> SEEN = new HashSet<>();

    @Test
    void runs() {
      SEEN.add(KMS.emulator());
      assertThat(newKey(KMS.emulator(), "eu-west-2")).startsWith("arn:aws:kms:eu-west-2:");
    }

    @Nested
    class Inside {

      @Test
      void isTheSame() {
        SEEN.add(KMS.emulator());
        assertThat(newKey(KMS.emulator(), "eu-west-2")).startsWith("arn:aws:kms:eu-west-2:");
      }
    }

    @AfterAll
    static void runsUntilTheOutermostHasEnded() {
      assertThat(SEEN).containsExactly(KMS.emulator());
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class InAnInstanceFieldOfOneInstance {

    @RegisterExtension final KmsEmulatorExtension kms = KmsEmulatorExtension.inRegion("eu-west-2");

    private final Set<KmsEmulator> seen = new HashSet<>();

    @Test
    void runsOnce() {
      seen.add(kms.emulator());
    }

    @Test
    void runsForTheOtherTestToo() {
      seen.add(kms.emulator());
    }

    @AfterAll
    void isOneForAllTests() {
      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void hasNoEmulatorOutsideOfATest() {
    assertThatIllegalStateException()
        .isThrownBy(() -> KmsEmulatorExtension.inRegion("eu-west-1").emulator())
        .withMessageContaining("@RegisterExtension");
  }

  private static String newKey(KmsEmulator emulator, String region) {
    try (KmsClient client = client(emulator, region)) {
      return client.createKey(request -> request.origin("EXTERNAL")).keyMetadata().arn();
    }
  }

  private static KmsClient client(KmsEmulator emulator, String region) {
    return KmsClient.builder()
        .endpointOverride(emulator.endpoint())
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
