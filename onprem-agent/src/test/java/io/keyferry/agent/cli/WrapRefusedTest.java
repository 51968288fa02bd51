package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeySpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused leaves neither a file nor an object in the token. */
class WrapRefusedTest {

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

  @Test
  void refusesWhatKmsRefusesBeforeTheHsmIsUsed() throws Exception {
    assertRefused(
        "Wrapping algorithm RSAES_OAEP_SHA_256 and wrapping key spec RSA_4096 cannot be used to import a RSA_2048 key. Expected RSA_AES_KEY_WRAP_SHA_256 or RSA_AES_KEY_WRAP_SHA_1 for a RSA_2048 key",
        "--parameters",
        stage.zip(WrapStage.LATER),
        "--generate",
        "--key-spec",
        "RSA_2048");
    assertRefused(
        "Wrapping algorithm RSAES_PKCS1_V1_5 and wrapping key spec RSA_4096 cannot be used to import a ECC_NIST_P256 key.",
        "--parameters",
        stage.zip(WrapStage.LATER),
        "--generate",
        "--key-spec",
        "ECC_NIST_P256",
        "--algorithm",
        "RSAES_PKCS1_V1_5");
    assertThat(stage.events()).isEmpty();
  }

  @Test
  void refusesFilesItCannotReadOrWriteBeforeTheHsmIsUsed() throws Exception {
    String zip = stage.zip(WrapStage.LATER);
    assertRefused("a file that is not a zip", "--parameters", stage.config(), "--generate");
    assertRefused("no such file", "--wrapping-key", folder + "/none", "--generate");
    Files.writeString(stage.recordFile(), "old");
    assertRefused(
        stage.recordFile() + " has a violation:\n  expected no file with that name, found one",
        "--parameters",
        zip,
        "--generate");
    assertThat(stage.events()).isEmpty();
    assertThat(stage.recordFile()).hasContent("old");
  }

  private String zip(String readme) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>(WrapStage.LATER);
    files.put("README.txt", readme.getBytes(StandardCharsets.UTF_8));
    return stage.zip(files);
  }

  @Test
  void refusesAnotherAlgorithmThanTheReadmeNamesBeforeTheHsmIsUsed() throws Exception {
    assertRefused(
        "expected the algorithm chosen at the download, RSAES_OAEP_SHA_1 according to the README, found RSAES_OAEP_SHA_256",
        "--parameters",
        zip("Wrapping algorithm: RSAES_OAEP_SHA_1"),
        "--generate",
        "--algorithm",
        "RSAES_OAEP_SHA_256");
    assertThat(stage.events()).isEmpty();
  }

  @Test
  void refusesExpiredParametersBeforeTheHsmIsUsed() throws Exception {
    assertRefused(
        "found that they expired at 2020-02-29T08:05:09.000Z, according to their README: download new ones",
        "--parameters",
        zip("RSAES_OAEP_SHA_256, expires at 2020-02-29T08:05:09Z"),
        "--generate");
    assertThat(stage.events()).isEmpty();
  }

  @Test
  void refusesFilesThatAreNotDecodedBeforeTheHsmIsUsed() throws Exception {
    Path key = Files.write(folder.resolve("key"), WrapStage.KEY);
    Path token =
        Files.write(
            folder.resolve("ImportToken.b64"),
            Base64.getMimeEncoder().encode(WrapStage.IMPORT_TOKEN));
    assertRefused(
        "found base64 text: decode it with base64 -di " + token + " > ImportToken.bin",
        "--wrapping-key",
        key.toString(),
        "--import-token",
        token.toString(),
        "--generate");
    Map<String, byte[]> files = new LinkedHashMap<>(WrapStage.LATER);
    files.put("ImportToken.bin", Files.readAllBytes(token));
    assertRefused("found base64 text", "--parameters", stage.zip(files), "--generate");
    files.put("ImportToken.bin", WrapStage.KEY);
    files.put("WrappingPublicKey.bin", WrapStage.IMPORT_TOKEN);
    assertRefused("bytes that are not one", "--parameters", stage.zip(files), "--generate");
    assertThat(stage.events()).isEmpty();
  }

  @Test
  void nameInTheZipThatWouldForgeALineIsShownAsText() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>(WrapStage.LATER);
    files.put("x\u001b[2K\n\u009b2Kwrapped in the HSM", new byte[1]);
    assertRefused(
        "x\\u001B[2K\\u000AÂ\\u009B2Kwrapped in the HSM",
        "--parameters",
        stage.zip(files),
        "--generate");
    assertThat(stage.err().lines()).hasSize(2);
  }

  @Test
  void refusesAMissingKey() throws Exception {
    assertRefused(
        "expected a key with label 'none' in the token, found none: list the keys with keyferry-agent keys",
        "--parameters",
        stage.zip(WrapStage.LATER),
        "--key",
        "none");
    assertThat(stage.events())
        .containsExactly("OFFLINE_WRAP_ORDERED", "LOGIN", "OFFLINE_WRAP_FAILED");
  }

  @Test
  void refusesTwoKeysOfOneLabelAndListsBoth() throws Exception {
    stage.plant(KeySpec.SYMMETRIC_DEFAULT, new CkaId("0a0b"), "twin");
    stage.plant(KeySpec.SYMMETRIC_DEFAULT, new CkaId("0c0d"), "twin");
    objectsBefore += 2;
    assertFails(
        1, "found 2, with CKA_ID", "--parameters", stage.zip(WrapStage.LATER), "--key", "twin");
    assertThat(stage.err()).contains("0a0b", "0c0d");
    assertThat(stage.events())
        .containsExactly("OFFLINE_WRAP_ORDERED", "LOGIN", "HSM_FAILED", "OFFLINE_WRAP_FAILED");
  }

  @Test
  void refusesASecondKeyOfOneLabelWithACureThatWorks() throws Exception {
    String zip = stage.zip(WrapStage.LATER);
    assertThat(stage.wrap("--parameters", zip, "--generate", "--label", "same")).isZero();
    String id = stage.record().work().wrapped().key().ckaId().hex();
    stage.removeFiles();
    objectsBefore++;
    assertRefused(
        "expected no key labeled 'same' yet, found one with CKA_ID %1$s: wrap that one with --cka-id %1$s, or give the new key another --label"
            .formatted(id),
        "--parameters",
        zip,
        "--generate",
        "--label",
        "same");
    assertThat(stage.wrap("--parameters", zip, "--cka-id", id)).isZero();
    stage.removeFiles();
    stage.plant(KeySpec.SYMMETRIC_DEFAULT, new CkaId("0c0d"), "same");
    objectsBefore++;
    assertRefused(
        "give the new key another --label", "--parameters", zip, "--generate", "--label", "same");
    assertThat(stage.wrap("--parameters", zip, "--generate", "--label", "other")).isZero();
  }

  @Test
  void refusesAKeyThatMayNotLeaveTheHsm() throws Exception {
    try (Token open = stage.token().open();
        TokenSession session = open.openSession()) {
      session
          .keys()
          .setExtractable(
              session
                  .keys()
                  .generate(
                      KeySpec.SYMMETRIC_DEFAULT,
                      new CkaId("0a0b"),
                      "closed",
                      KeyTemplate.LUNA_GUIDE),
              false);
    }
    objectsBefore++;
    assertRefused(
        "expected of key 'closed' with CKA_ID 0a0b CKA_EXTRACTABLE true, found false: it may not leave the HSM.",
        "--parameters",
        stage.zip(WrapStage.LATER),
        "--key",
        "closed");
  }

  @Test
  void refusesAKeyOfAnotherKindAndTheAgentsOwn() throws Exception {
    stage.plant(KeySpec.HMAC_256, new CkaId("0a0b"), "hmac");
    objectsBefore++;
    assertRefused(
        "to be an AES key of 32 bytes, found a secret of 32 bytes",
        "--parameters",
        stage.zip(WrapStage.LATER),
        "--key",
        "hmac");
    assertRefused(
        "found the agent's own signing key",
        "--parameters",
        stage.zip(WrapStage.LATER),
        "--key",
        "keyferry-agent",
        "--key-spec",
        "ECC_NIST_P256");
  }

  @ParameterizedTest
  @CsvSource({"REFUSED, 1", "PIN, 2", "HSM_LOST, 3"})
  void aLoginThatIsRefusedIsWrittenDown(Fault fault, int exitCode) throws Exception {
    int found =
        stage.wrap(
            (section, guard) ->
                HsmFaults.login(guard, HsmFaults.of(fault, "C_Login: CKR_SOMETHING")),
            "--parameters",
            stage.zip(WrapStage.LATER),
            "--generate");
    assertThat(found).isEqualTo(exitCode);
    assertThat(stage.err()).endsWith("\nC_Login: CKR_SOMETHING\n");
    assertThat(stage.material()).doesNotExist();
    assertThat(stage.events())
        .containsExactly("OFFLINE_WRAP_ORDERED", "LOGIN", "LOGIN_FAILED", "OFFLINE_WRAP_FAILED");
  }

  @Test
  void refusesOptionsThatDoNotGoTogether() throws Exception {
    String zip = stage.zip(WrapStage.LATER);
    assertRefused("Missing required", "--generate");
    assertRefused("Missing required", "--parameters", zip);
    assertRefused("--import-token", "--parameters", zip, "--import-token", zip, "--generate");
    assertRefused("mutually exclusive", "--parameters", zip, "--wrapping-key", zip, "--generate");
    assertRefused("only one match", "--parameters", zip, "--generate", "--key", "a");
    assertRefused("mutually exclusive", "--parameters", zip, "--key", "a", "--cka-id", "0a");
    assertRefused("--label", "--parameters", zip, "--key", "a", "--label", "b");
    assertRefused("Missing required", "--parameters", zip, "--label", "b");
    assertRefused("a CKA_ID", "--parameters", zip, "--cka-id", "0A");
    assertRefused("a label of 1 to 256", "--parameters", zip, "--key", "");
    assertRefused(
        "label of at most 256", "--parameters", zip, "--generate", "--label", "x".repeat(257));
    assertRefused("RSA_512", "--parameters", zip, "--generate", "--key-spec", "RSA_512");
    assertRefused("SM2PKE", "--parameters", zip, "--generate", "--algorithm", "SM2PKE");
    assertRefused("--generate", "--parameters", zip, "--generate=false");
    assertThat(stage.events()).isEmpty();
  }

  private void assertRefused(String saying, String... options) throws Exception {
    assertFails(2, saying, options);
  }

  private void assertFails(int exitCode, String saying, String... options) throws Exception {
    assertThat(stage.wrap(options)).as(stage.err()).isEqualTo(exitCode);
    assertThat(stage.err()).contains(saying).doesNotContain("\tat ");
    assertThat(stage.material()).doesNotExist();
    assertThat(stage.token().countObjects()).isEqualTo(objectsBefore);
    assertThat(stage.out()).isEmpty();
  }
}
