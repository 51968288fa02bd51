package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.acceptance.endtoend.OfflineStage.Wrapped;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyMaterialException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;

/** A manual import: KMS's parameters, the agent's command {@code wrap}, the AWS SDK. */
class OfflineIT {

  @TempDir private static Path folder;
  private static Spy spy;
  private static OfflineStage stage;
  private static KmsClient kms;

  @BeforeAll
  static void open() throws Exception {
    spy = Spy.writingTo(folder.resolve("spy.log"));
    stage = new OfflineStage(folder, spy);
    kms = stage.kms();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        arguments(KeySpec.SYMMETRIC_DEFAULT, WrappingAlgorithm.RSAES_OAEP_SHA_256, true),
        arguments(KeySpec.SYMMETRIC_DEFAULT, WrappingAlgorithm.RSAES_OAEP_SHA_1, false),
        arguments(KeySpec.HMAC_384, WrappingAlgorithm.RSAES_OAEP_SHA_256, true),
        arguments(KeySpec.RSA_2048, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, false),
        arguments(KeySpec.ECC_NIST_P256, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_1, true),
        arguments(KeySpec.ECC_NIST_P256, WrappingAlgorithm.RSAES_OAEP_SHA_256, false));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void theKeyIsEnabledInKmsAndProvedToBeTheHsms(
      KeySpec spec, WrappingAlgorithm algorithm, boolean earlierLayout) throws Exception {
    KeyMetadata key = createKey(spec);
    GetParametersForImportResponse given = parameters(key, algorithm);

    Wrapped wrapped =
        stage.wrap(
            earlierLayout ? OfflineStage.earlier(given) : OfflineStage.later(given),
            "--generate",
            "--key-spec",
            spec.name(),
            "--algorithm",
            algorithm.name());
    importKeyMaterial(key, given, wrapped);

    assertThat(state(key)).isEqualTo(KeyState.ENABLED);
    assertIsTheHsms(spec, key, wrapped);
    assertThat(wrapped.printed())
        .contains(
            earlierLayout ? "--key-id " + key.keyId() : "--key-id KEY_ID",
            "--encrypted-key-material fileb://" + wrapped.material());
    assertThat(stage.verified(wrapped))
        .contains("All 3 checks hold", "the audit log holds")
        .doesNotContain("✗");
    assertThat(spy.calls())
        .contains("C_WrapKey")
        .doesNotContain("C_Encrypt", "C_EncryptInit", "C_Decrypt", "C_DecryptInit");
    assertThat(spy.text()).doesNotContainPattern("CKA_VALUE\\b(?!_)");
  }

  /** Proves it the way the command's own output says. */
  private static void assertIsTheHsms(KeySpec spec, KeyMetadata key, Wrapped wrapped)
      throws IOException {
    JsonNode inHsm = wrapped.payload().path("wrapped").path("key");
    switch (spec.family()) {
      case AES -> {
        SdkBytes ciphertext =
            kms.encrypt(r -> r.keyId(key.arn()).plaintext(SdkBytes.fromUtf8String("hello")))
                .ciphertextBlob();
        assertThat(kms.decrypt(r -> r.ciphertextBlob(ciphertext)).plaintext().asUtf8String())
            .isEqualTo("hello");
      }
      case HMAC -> {
        JsonNode made = inHsm.path("mac");
        SdkBytes challenge = SdkBytes.fromByteArray(made.path("challenge").binaryValue());
        SdkBytes mac =
            kms.generateMac(r -> r.keyId(key.arn()).macAlgorithm("HMAC_SHA_384").message(challenge))
                .mac();
        assertThat(mac.asByteArray()).isEqualTo(made.path("mac").binaryValue());
        assertThat(wrapped.printed())
            .contains("--mac-algorithm HMAC_SHA_384", made.path("challenge").asText());
      }
      case RSA, ECC -> {
        byte[] publicKey = kms.getPublicKey(r -> r.keyId(key.arn())).publicKey().asByteArray();
        assertThat(publicKey).isEqualTo(inHsm.path("publicKey").binaryValue());
        assertThat(wrapped.printed()).contains(Sha256.of(publicKey).hex());
      }
    }
  }

  @Test
  void theSameKeyIsAcceptedAgainAndNoOther() throws Exception {
    KeyMetadata key = createKey(KeySpec.SYMMETRIC_DEFAULT);
    GetParametersForImportResponse first = parameters(key, WrappingAlgorithm.RSAES_OAEP_SHA_256);
    Wrapped made = stage.wrap(OfflineStage.later(first), "--generate", "--label", "payments");
    importKeyMaterial(key, first, made);
    assertThat(made.printed()).contains("--key payments --out Again.bin");

    GetParametersForImportResponse again = parameters(key, WrappingAlgorithm.RSAES_OAEP_SHA_256);
    importKeyMaterial(key, again, stage.wrap(OfflineStage.later(again), "--key", "payments"));
    Wrapped other = stage.wrap(OfflineStage.later(again), "--generate");
    assertThatExceptionOfType(IncorrectKeyMaterialException.class)
        .isThrownBy(() -> importKeyMaterial(key, again, other));
    assertThat(state(key)).isEqualTo(KeyState.ENABLED);
  }

  @Test
  void theUnpackedFilesWorkWithoutTheZip() throws Exception {
    KeyMetadata key = createKey(KeySpec.SYMMETRIC_DEFAULT);
    GetParametersForImportResponse given = parameters(key, WrappingAlgorithm.RSAES_OAEP_SHA_256);
    Path unzipped = Files.createDirectory(folder.resolve("unzipped"));
    for (Map.Entry<String, byte[]> file : OfflineStage.earlier(given).entrySet()) {
      Files.write(unzipped.resolve(file.getKey()), file.getValue());
    }
    String download = "_" + key.keyId() + "_0809092909";
    Wrapped wrapped =
        stage.wrap(
            List.of(
                "--wrapping-key",
                unzipped.resolve("wrappingKey" + download).toString(),
                "--import-token",
                unzipped.resolve("importToken" + download).toString()),
            "--generate");
    importKeyMaterial(key, given, wrapped);
    assertThat(state(key)).isEqualTo(KeyState.ENABLED);
    assertThat(wrapped.printed()).contains("--key-id " + key.keyId());
  }

  /** KMS would have refused these too: with the same sentence, and before any call to the HSM. */
  @Test
  void whatKmsRefusesIsRefusedInKmsWordsBeforeTheHsmIsUsed() throws Exception {
    KeyMetadata key = createKey(KeySpec.SYMMETRIC_DEFAULT);
    GetParametersForImportResponse given = parameters(key, WrappingAlgorithm.RSAES_OAEP_SHA_256);
    int calls = spy.calls().size();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> stage.wrap(OfflineStage.later(given), "--generate", "--key-spec", "RSA_2048"))
        .withMessageContaining("exited with status 2")
        .withMessageContaining(
            "Wrapping algorithm RSAES_OAEP_SHA_256 and wrapping key spec RSA_4096 cannot be used to import a RSA_2048 key.");
    assertThat(spy.calls()).hasSize(calls);
  }

  /**
   * The limit that docs/offline.md describes: only KMS can detect that a wrapping key is not its
   * own.
   */
  @Test
  void wrappingKeyOfSomebodyElseInTheZip() throws Exception {
    KeyMetadata key = createKey(KeySpec.SYMMETRIC_DEFAULT);
    GetParametersForImportResponse given = parameters(key, WrappingAlgorithm.RSAES_OAEP_SHA_256);
    Map<String, byte[]> swapped = OfflineStage.later(given);
    byte[] attackers = Base64.getDecoder().decode(AttackersKey.inBase64());
    swapped.put("WrappingPublicKey.bin", attackers);

    Wrapped wrapped = stage.wrap(swapped, "--generate");

    assertThatExceptionOfType(InvalidCiphertextException.class)
        .isThrownBy(() -> importKeyMaterial(key, given, wrapped));
    assertThat(state(key)).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(wrapped.payload().path("wrappingKeyFingerprint").asText())
        .isEqualTo(Sha256.of(attackers).hex())
        .isSubstringOf(stage.auditLog());
  }

  private static KeyMetadata createKey(KeySpec spec) {
    return kms.createKey(
            r -> r.origin("EXTERNAL").keySpec(spec.name()).keyUsage(spec.usages().getLast().name()))
        .keyMetadata();
  }

  private static KeyState state(KeyMetadata key) {
    return kms.describeKey(r -> r.keyId(key.arn())).keyMetadata().keyState();
  }

  private static GetParametersForImportResponse parameters(
      KeyMetadata key, WrappingAlgorithm algorithm) {
    return kms.getParametersForImport(
        r -> r.keyId(key.arn()).wrappingAlgorithm(algorithm.name()).wrappingKeySpec("RSA_4096"));
  }

  private static void importKeyMaterial(
      KeyMetadata key, GetParametersForImportResponse given, Wrapped wrapped) throws IOException {
    SdkBytes material = SdkBytes.fromByteArray(Files.readAllBytes(wrapped.material()));
    kms.importKeyMaterial(r ->
        r.keyId(key.arn())
            .importToken(given.importToken())
            .encryptedKeyMaterial(material)
            .expirationModel("KEY_MATERIAL_DOES_NOT_EXPIRE"));
  }
}
