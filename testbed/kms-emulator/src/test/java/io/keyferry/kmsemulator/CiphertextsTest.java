package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ciphertexts that name keys elsewhere, or are malformed. */
class CiphertextsTest {

  private static final String HOME = "eu-west-1";
  private static final String REMOTE = "eu-central-1";

  /** KMS's answer if the key of a ciphertext cannot be found. */
  private static final String NO_SUCH_KEY =
      "AccessDeniedException: The ciphertext refers to a customer master key that does not exist,"
          + " does not exist in this region, or you are not allowed to access.";

  private static final String INVALID = "InvalidCiphertextException: ";
  private static final String INCORRECT_KEY =
      "IncorrectKeyException: The key ID in the request does not identify a CMK that can perform"
          + " this operation.";

  private final MovableClock clock = new MovableClock(Scenario.START);
  private final Emulated kms = new Emulated("111122223333", clock, HOME, REMOTE);

  @Test
  void aCiphertextOfAnotherRegionNamesAKeyThatDoesNotExistHere() {
    String ciphertext = kms.encrypted(HOME, kms.newKey(HOME));

    assertThat(decrypt(REMOTE, ciphertext, Optional.empty())).isEqualTo(NO_SUCH_KEY);
    assertThat(reEncrypt(REMOTE, ciphertext, Optional.empty())).isEqualTo(NO_SUCH_KEY);
  }

  @Test
  void aCiphertextOfAnotherAccountNamesAKeyThatDoesNotExistHere() {
    Emulated theirs = new Emulated("444455556666", clock, HOME, REMOTE);
    String ciphertext = theirs.encrypted(HOME, theirs.newKey(HOME));

    assertThat(decrypt(HOME, ciphertext, Optional.empty())).isEqualTo(NO_SUCH_KEY);
    assertThat(reEncrypt(HOME, ciphertext, Optional.empty())).isEqualTo(NO_SUCH_KEY);
  }

  @Test
  void aCiphertextOfAnotherPartitionNamesAKeyThatDoesNotExistHere() {
    Emulated theirs = new Emulated("111122223333", clock, "us-gov-west-1");
    String ciphertext = theirs.encrypted("us-gov-west-1", theirs.newKey("us-gov-west-1"));

    assertThat(decrypt(HOME, ciphertext, Optional.empty())).isEqualTo(NO_SUCH_KEY);
  }

  @Test
  void aCiphertextOfADeletedKeyNamesAKeyThatDoesNotExist() {
    String key = kms.newKey(HOME);
    String ciphertext = kms.encrypted(HOME, key);
    kms.ok(
        HOME, "ScheduleKeyDeletion", Json.object().put("KeyId", key).put("PendingWindowInDays", 7));
    clock.advance(Duration.ofDays(7));

    assertThat(decrypt(HOME, ciphertext, Optional.empty())).isEqualTo(NO_SUCH_KEY);
  }

  @Test
  void aDataKeyOfAnotherRegionNamesAKeyThatDoesNotExistHere() {
    ObjectNode request = Json.object().put("KeyId", kms.newKey(HOME)).put("KeySpec", "AES_256");
    for (String operation : List.of("GenerateDataKey", "GenerateDataKeyWithoutPlaintext")) {
      String ciphertext = kms.ok(HOME, operation, request).path("CiphertextBlob").asText();

      assertThat(decrypt(REMOTE, ciphertext, Optional.empty())).isEqualTo(NO_SUCH_KEY);
    }
  }

  @Test
  void namingAKeyInTheRequestDoesNotHelp() {
    String here = kms.newKey(REMOTE);
    String ciphertext = kms.encrypted(HOME, kms.newKey(HOME));

    assertThat(decrypt(REMOTE, ciphertext, Optional.of(here))).isEqualTo(NO_SUCH_KEY);
    assertThat(reEncrypt(REMOTE, ciphertext, Optional.of(here))).isEqualTo(NO_SUCH_KEY);
  }

  @Test
  void aNamedKeyMustBeTheOneOfTheCiphertext() {
    String ciphertext = kms.encrypted(HOME, kms.newKey(HOME));
    Optional<String> another = Optional.of(kms.newKey(HOME));

    assertThat(decrypt(HOME, ciphertext, another)).isEqualTo(INCORRECT_KEY);
    assertThat(reEncrypt(HOME, ciphertext, another)).isEqualTo(INCORRECT_KEY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x02, 0x10, 0x80, 0xff})
  void aCiphertextWithAChangedByteIsNeverExplained(int change) {
    byte[] ciphertext = Base64.getDecoder().decode(kms.encrypted(HOME, kms.newKey(HOME)));
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < ciphertext.length; i++) {
      byte[] changed = ciphertext.clone();
      changed[i] ^= (byte) change;
      answers.add(decrypt(HOME, base64(changed), Optional.empty()));
      answers.add(reEncrypt(HOME, base64(changed), Optional.empty()));
    }

    assertThat(answers).containsOnly(NO_SUCH_KEY, INVALID);
    // The authentication tag fails, and the answer does not claim that a key does not exist.
    assertThat(answers.getLast()).isEqualTo(INVALID);
  }

  @Test
  void aMultiRegionCiphertextWithAChangedByteIsNeverExplained() {
    ObjectNode create = Json.object().put("MultiRegion", true);
    String key = kms.ok(HOME, "CreateKey", create).at("/KeyMetadata/KeyId").asText();
    byte[] ciphertext = Base64.getDecoder().decode(kms.encrypted(HOME, key));
    for (int i = 0; i < ciphertext.length; i++) {
      byte[] changed = ciphertext.clone();
      changed[i] ^= 1;
      assertThat(decrypt(HOME, base64(changed), Optional.empty()))
          .as("byte " + i)
          .isIn(NO_SUCH_KEY, INVALID);
    }
  }

  @Test
  void aTruncatedOrExtendedCiphertextIsInvalid() {
    byte[] ciphertext = Base64.getDecoder().decode(kms.encrypted(HOME, kms.newKey(HOME)));
    for (int length = 1; length < ciphertext.length; length++) {
      assertThat(decrypt(HOME, base64(Arrays.copyOf(ciphertext, length)), Optional.empty()))
          .as("length " + length)
          .isEqualTo(INVALID);
    }
    for (int more : new int[] {1, 16, 1024}) {
      byte[] extended = Arrays.copyOf(ciphertext, ciphertext.length + more);
      assertThat(decrypt(HOME, base64(extended), Optional.empty())).isEqualTo(INVALID);
    }
  }

  @Test
  void malformedCiphertextIsInvalid() {
    Random random = new Random(17);
    for (int length : new int[] {1, 2, 53, 100, 512, 6144}) {
      byte[] bytes = new byte[length];
      assertThat(decrypt(HOME, base64(bytes), Optional.empty())).isEqualTo(INVALID);
      random.nextBytes(bytes);
      assertThat(decrypt(HOME, base64(bytes), Optional.empty())).isIn(INVALID, NO_SUCH_KEY);
    }
  }

  @Test
  void anEmptyOrTooLongCiphertextBreaksTheServiceModel() {
    assertThat(decrypt(HOME, "", Optional.empty()))
        .isEqualTo(
            "ValidationException: 1 validation error detected: Value at 'ciphertextBlob' failed to"
                + " satisfy constraint: Member must have length greater than or equal to 1");
    assertThat(decrypt(HOME, base64(new byte[6145]), Optional.empty()))
        .isEqualTo(
            "ValidationException: 1 validation error detected: Value at 'ciphertextBlob' failed to"
                + " satisfy constraint: Member must have length less than or equal to 6144");
  }

  @Test
  void anotherEncryptionContextIsInvalid() {
    String key = kms.newKey(HOME);
    ObjectNode request = Json.object().put("KeyId", key).put("Plaintext", base64(new byte[5]));
    request.putObject("EncryptionContext").put("purpose", "a");
    String ciphertext = kms.ok(HOME, "Encrypt", request).path("CiphertextBlob").asText();

    assertThat(decrypt(HOME, ciphertext, Optional.empty())).isEqualTo(INVALID);
    assertThat(decrypt(HOME, ciphertext, Optional.of(key))).isEqualTo(INVALID);
  }

  private String decrypt(String region, String ciphertext, Optional<String> key) {
    ObjectNode request = Json.object().put("CiphertextBlob", ciphertext);
    key.ifPresent(name -> request.put("KeyId", name));
    return kms.refusal(region, "Decrypt", request);
  }

  private String reEncrypt(String region, String ciphertext, Optional<String> key) {
    ObjectNode request =
        Json.object().put("CiphertextBlob", ciphertext).put("DestinationKeyId", kms.newKey(region));
    key.ifPresent(name -> request.put("SourceKeyId", name));
    return kms.refusal(region, "ReEncrypt", request);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
