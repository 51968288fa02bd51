package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.keyferry.agent.hsm.Unwrapping;
import io.keyferry.evidence.log.AuditVerdict;
import io.keyferry.evidence.log.AuditVerifier;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.testing.DocumentExamples;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From the console's zip to the wrapped key file, in a real token; unwrapped with the other half of
 * the wrapping key.
 */
class WrapCommandTest {

  @TempDir Path folder;

  private WrapStage stage;
  private int objectsBefore;

  @BeforeEach
  void open() throws Exception {
    stage = new WrapStage(folder);
    objectsBefore = stage.token().countObjects();
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  static Stream<Arguments> orders() {
    return Stream.of(
            arguments(KeySpec.SYMMETRIC_DEFAULT, WrappingAlgorithm.RSAES_OAEP_SHA_256),
            arguments(KeySpec.SYMMETRIC_DEFAULT, WrappingAlgorithm.RSAES_OAEP_SHA_1),
            arguments(KeySpec.SYMMETRIC_DEFAULT, WrappingAlgorithm.RSAES_PKCS1_V1_5),
            arguments(KeySpec.HMAC_256, WrappingAlgorithm.RSAES_OAEP_SHA_256),
            arguments(KeySpec.RSA_2048, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256),
            arguments(KeySpec.RSA_2048, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_1),
            arguments(KeySpec.ECC_NIST_P256, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256),
            arguments(KeySpec.ECC_NIST_P256, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_1))
        .flatMap(order ->
            Stream.of(WrapStage.LATER, WrapStage.EARLIER)
                .map(layout -> arguments(order.get()[0], order.get()[1], layout)));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void theFileUnwrapsToTheKeyInTheRecord(
      KeySpec spec, WrappingAlgorithm algorithm, Map<String, byte[]> layout) throws Exception {
    assertThat(
            stage.wrap(
                "--parameters",
                stage.zip(layout),
                "--generate",
                "--algorithm",
                algorithm.name(),
                "--key-spec",
                spec.name()))
        .as(stage.err())
        .isZero();

    OfflineRecord record = stage.record();
    byte[] wrapped = Files.readAllBytes(stage.material());
    assertThat(record.work().wrapped().encryptedKeyMaterial()).isEqualTo(Sha256.of(wrapped));
    assertThat(record.wrapping())
        .isEqualTo(new Wrapping(spec, algorithm, WrappingKeySpec.RSA_4096));
    assertThat(record.files())
        .returns(
            WrappingPublicKey.of(WrapStage.KEY).fingerprint(),
            OfflineRecord.Files::wrappingKeyFingerprint)
        .returns(Optional.of(Sha256.of(WrapStage.IMPORT_TOKEN)), OfflineRecord.Files::importToken);
    assertThat(record.files().kmsKeyId().isPresent()).isEqualTo(layout.equals(WrapStage.EARLIER));
    HsmKeyReport key = record.work().wrapped().key();
    assertThat(key.object().origin()).isEqualTo(Origin.GENERATED);
    assertThat(key.object().label())
        .isEqualTo("keyferry offline " + key.ckaId().hex().substring(0, 8));
    assertIsTheKey(spec, key, WrapStage.KMS.unwrap(algorithm, wrapped));
    assertThat(record.work().wrapped().objectsDestroyed()).hasSize(algorithm.isHybrid() ? 2 : 1);
    assertThat(stage.token().countObjects()).isEqualTo(objectsBefore + (spec.isKeyPair() ? 2 : 1));
    assertThat(stage.err().contains("2023-10-10"))
        .isEqualTo(algorithm == WrappingAlgorithm.RSAES_PKCS1_V1_5);
  }

  @Test
  void theAlgorithmAndTheExpiryAreThoseOfTheReadme() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>(WrapStage.LATER);
    files.put(
        "README.txt",
        "Wrapping algorithm: RSAES_OAEP_SHA_1\nValid until 2999-11-29T08:05:09Z\n"
            .getBytes(StandardCharsets.UTF_8));
    assertThat(stage.wrap("--parameters", stage.zip(files), "--generate")).as(stage.err()).isZero();
    assertThat(stage.record().wrapping().wrappingAlgorithm())
        .isEqualTo(WrappingAlgorithm.RSAES_OAEP_SHA_1);
    assertThat(stage.err()).isEmpty();
    assertThat(stage.out()).contains("Remaining steps, before 2999-11-29T08:05:09.000Z: ");
  }

  @Test
  void saysWhatAMissingOrUnknownReadmeLeavesOpen() throws Exception {
    Map<String, byte[]> without = new LinkedHashMap<>(WrapStage.LATER);
    without.remove("README.txt");
    for (Map<String, byte[]> files : List.of(without, WrapStage.LATER)) {
      assertThat(stage.wrap("--parameters", stage.zip(files), "--generate")).isZero();
      stage.removeFiles();
      assertThat(stage.err())
          .contains("no README that names one wrapping algorithm", "RSAES_OAEP_SHA_256")
          .contains("no README with a recognizable expiration time", "24 hours");
    }
  }

  private static void assertIsTheKey(KeySpec spec, HsmKeyReport key, byte[] bytes)
      throws Exception {
    switch (spec.family()) {
      case AES -> {
        KeyCheckValue value = key.proof().keyCheckValue().orElseThrow();
        assertThat(bytes).hasSize(32);
        assertThat(Unwrapping.checkValue(value.method(), bytes)).isEqualTo(value);
      }
      case HMAC -> {
        ChallengeMac made = key.proof().mac().orElseThrow();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
        assertThat(mac.doFinal(made.challenge().bytes())).isEqualTo(made.mac().bytes());
      }
      case RSA, ECC -> assertThat(key.proof().publicKey()).contains(Unwrapping.publicKeyOf(bytes));
    }
  }

  @Test
  void reportsWhatWasDoneAndWhatRemains() throws Exception {
    String zip = stage.zip(WrapStage.EARLIER);
    assertThat(stage.wrap("--parameters", zip, "--generate", "--label", "payments")).isZero();
    assertThat(stage.out())
        .startsWith("wrapped in the HSM\nkey           'payments', CKA_ID ")
        .contains(
            "wrapped for   a KMS key of SYMMETRIC_DEFAULT",
            "wrapping key  RSA_4096, SHA-256 " + WrappingPublicKey.of(WrapStage.KEY).fingerprint(),
            "import token  SHA-256 " + Sha256.of(WrapStage.IMPORT_TOKEN),
            "mechanism     RSAES_OAEP_SHA_256: CKM_RSA_PKCS_OAEP, ",
            stage.material()
                + ", 512 bytes, SHA-256 "
                + Sha256.of(Files.readAllBytes(stage.material())),
            ".record.json, signed in the HSM by the agent's key " + stage.agentKey().thumbprint(),
            "unzip -j " + zip + " importToken_f44c4e20",
            "aws kms import-key-material --key-id f44c4e20-f83c-48f4-adc6-a1ef38829760 ",
            "--key payments --out Again.bin");
  }

  @Test
  void theReportIsAsTheDocumentShows() throws Exception {
    assertThat(stage.wrap("--parameters", stage.zip(WrapStage.LATER), "--generate")).isZero();

    List<String> shown = DocumentExamples.block("text wrap").lines();
    assertThat(stage.out().replace(folder + "/", "").lines().limit(shown.size()))
        .zipSatisfy(shown, (line, form) -> assertThat(line).matches(DocumentExamples.shown(form)));
  }

  @Test
  void wrapsAnExistingKeyByItsLabelOrItsId() throws Exception {
    CkaId id = new CkaId("0a0b0c");
    stage.plant(KeySpec.SYMMETRIC_DEFAULT, id, "payments");
    List<byte[]> keys = new ArrayList<>();
    for (String[] named : new String[][] {{"--key", "payments"}, {"--cka-id", "0a0b0c"}}) {
      assertThat(stage.wrap("--parameters", stage.zip(WrapStage.LATER), named[0], named[1]))
          .as(stage.err())
          .isZero();
      HsmKeyReport key = stage.record().work().wrapped().key();
      assertThat(key.object().origin()).isEqualTo(Origin.FOUND);
      assertThat(key.ckaId()).isEqualTo(id);
      keys.add(
          WrapStage.KMS.unwrap(
              WrappingAlgorithm.RSAES_OAEP_SHA_256, Files.readAllBytes(stage.material())));
      stage.removeFiles();
    }
    assertThat(keys.getFirst()).isEqualTo(keys.getLast()).hasSize(32);
    assertThat(stage.token().countObjects()).isEqualTo(objectsBefore + 1);
  }

  @Test
  void acceptsTheTwoFilesWithoutTheZip() throws Exception {
    Path key = Files.write(folder.resolve("WrappingPublicKey.bin"), WrapStage.KEY);
    Path importToken = Files.write(folder.resolve("ImportToken.bin"), WrapStage.IMPORT_TOKEN);
    assertThat(
            stage.wrap(
                "--wrapping-key",
                key.toString(),
                "--import-token",
                importToken.toString(),
                "--generate"))
        .isZero();
    assertThat(stage.record().files().importToken()).contains(Sha256.of(WrapStage.IMPORT_TOKEN));
    assertThat(stage.out()).doesNotContain("unzip").contains("fileb://" + importToken);
    stage.removeFiles();

    assertThat(stage.wrap("--generate", "--wrapping-key", key.toString())).isZero();
    assertThat(stage.record().files().importToken()).isEmpty();
    assertThat(stage.out()).contains("import token  not passed");
  }

  @Test
  void theLogRecordsEveryStepAndIsSigned() throws Exception {
    assertThat(stage.wrap("--parameters", stage.zip(WrapStage.LATER), "--generate")).isZero();
    assertThat(stage.events())
        .containsExactly(
            "OFFLINE_WRAP_ORDERED",
            "LOGIN",
            "KEY_GENERATED",
            "WRAPPING_KEY_IMPORTED",
            "KEY_WRAPPED",
            "WRAPPING_KEY_DESTROYED",
            "OFFLINE_WRAP_DONE",
            "HEAD_SIGNED");
    assertThat(stage.log())
        .contains(Sha256.of(Files.readAllBytes(stage.material())).hex())
        .contains(Sha256.of(Files.readAllBytes(stage.recordFile())).hex())
        .contains(Sha256.of(WrapStage.IMPORT_TOKEN).hex())
        .contains("\"command\":\"wrap\"");
    assertThat(AuditVerifier.verify(folder.resolve("audit"), stage.agentKey()))
        .isInstanceOfSatisfying(
            AuditVerdict.Holds.class, log -> assertThat(log.unsignedLines()).isEqualTo(1));
    assertThat(stage.record().work().auditHead().sequence()).isEqualTo(6);
  }

  @Test
  void anAgentThatWasNeverEnrolledGetsItsKeyAsEnrolWouldMakeIt() throws Exception {
    stage.configure("agent: {key-label: another}\n");
    assertThat(stage.wrap("--parameters", stage.zip(WrapStage.LATER), "--generate")).isZero();
    assertThat(stage.events()).contains("ENROLLED");
    assertThat(
            stage.execute(
                (section, guard) -> stage.token().open(guard),
                "enrol",
                "--config",
                stage.config(),
                "--format",
                "pem"))
        .isZero();
    VerificationKey made = VerificationKey.ofPem(stage.out());
    assertThat(stage.record(made).work().wrapped().token().label()).isEqualTo("keyferry");
  }
}
