package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.cli.doctor.Diagnosis;
import io.keyferry.model.testing.DocumentExamples;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real token behind the fault injector, with one fault at a time. */
@Timeout(120)
class DoctorTest {

  private static final long AES_KEY_GEN = 0x1080;

  @TempDir private Path folder;
  private DoctorStage stage;

  @BeforeEach
  void make() throws Exception {
    stage = new DoctorStage(folder);
    stage.enrol();
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  /** The one failed check, with its faults and cure. */
  private String onlyFailure() throws Exception {
    Diagnosis diagnosis = stage.examine();
    assertThat(diagnosis.failures()).as(diagnosis.text()).isEqualTo(1);
    String text = diagnosis.text();
    int start = text.indexOf("✗");
    String block = text.substring(start, text.indexOf("\n", text.indexOf("cure: ", start)));
    assertThat(block).contains("cure: ");
    return block;
  }

  private int logins() throws Exception {
    return stage.faults().calls("C_Login");
  }

  @Test
  void healthyAgentPassesEveryCheckInAnAdministratorsTerms() throws Exception {
    int before = logins();
    Diagnosis diagnosis = stage.examine();

    assertThat(diagnosis.text())
        .doesNotContain("✗")
        .contains("label keyferry", "serial ", "model ", "firmware ")
        .contains(
            "RSAES_OAEP_SHA_256: CKM_RSA_PKCS_OAEP, opened in Java to the key with check value")
        .contains("RSA_AES_KEY_WRAP_SHA_256: CKM_RSA_PKCS_OAEP with CKM_AES_KEY_WRAP_KWP")
        .contains("RSA_2048: generated, wrapped with RSA_AES_KEY_WRAP_SHA_256, opened in Java")
        .contains("'keyferry-agent', thumbprint ")
        .contains("pinned, thumbprint ")
        .contains("access key AKIATEST")
        .contains("lines hold, signed up to line")
        .contains("not proved: ReceiveMessage")
        .contains("accounts 123456789012")
        .contains("-  Luna client: skipped")
        .contains("-  room for keys: skipped, the token does not report")
        .endsWith("21 checks: 19 passed, 0 failed, 2 skipped");
    assertThat(diagnosis.failures()).isZero();
    assertThat(logins() - before).isEqualTo(1);
    assertThat(Files.readString(stage.audit.resolve("audit-000001.jsonl")))
        .contains("\"command\":\"doctor\"");
  }

  @Test
  void theOutputIsAsTheDocumentShows() throws Exception {
    assertThat(stage.examine().text().lines())
        .zipSatisfy(
            DocumentExamples.block("text doctor").lines(),
            (line, shown) -> assertThat(line).matches(DocumentExamples.shown(shown)));
  }

  @Test
  void theFailuresAreAsTheDocumentShows() throws Exception {
    stage.faults().luna();
    stage.faults().answer("C_WrapKey", 0x68).always();
    stage.sqs.answer("ChangeMessageVisibility", "AccessDeniedException");
    List<String> lines = stage.examine().text().lines().toList();

    assertThat(DocumentExamples.block("text doctor-failure").lines())
        .allSatisfy(shown ->
            assertThat(lines)
                .anySatisfy(line -> assertThat(line).matches(DocumentExamples.shown(shown))));
  }

  @Test
  void noMessageIsReceivedAndNoneCouldBeHidden() throws Exception {
    assertThat(stage.examine().failures()).isZero();
    assertThat(stage.sqs.calls())
        .hasSize(3)
        .noneMatch(call -> call.startsWith("ReceiveMessage"))
        .filteredOn(call -> call.startsWith("SendMessage"))
        .singleElement()
        .asString()
        .doesNotContain("MessageGroupId");
  }

  @Test
  void jsonIsOneObjectWithEveryCheck() {
    StringWriter out = new StringWriter();
    assertThat(stage.execute(out, "doctor", "--json", "--config", stage.config.toString()))
        .isZero();
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString())
        .startsWith(
            "{\"failures\":0,\"checks\":[{\"name\":\"configuration\",\"result\":\"PASSED\",\"facts\":[\""
                + stage.config
                + "\"]},{\"name\":\"file permissions\",\"result\":\"PASSED\"")
        .contains(
            "{\"name\":\"room for keys\",\"result\":\"SKIPPED\",\"reason\":\"the token does not report its free memory\"}");
  }

  @Test
  void aWrongPinIsTriedOnceAndNotASecondTime() throws Exception {
    stage.faults().luna();
    stage.faults().answer("C_Login", 0xA0).always();
    int before = logins();
    assertThat(onlyFailure()).contains("login", "CKR_PIN_INCORRECT", "policies 22 and 23");
    Diagnosis again = stage.examine();
    assertThat(again.text())
        .contains(
            "a PIN was refused at ", "a refused PIN is not tried again", "keyferry-agent pin reset")
        .contains("-  wrapping, dry run: skipped, the agent is not logged in")
        .contains("-  audit chain: skipped, the agent's key is not known");
    assertThat(again.failures()).isEqualTo(1);
    assertThat(logins() - before).isEqualTo(1);
  }

  @Test
  void earlierWrongPinReportedByTheTokenKeepsTheDoctorFromLoggingIn() throws Exception {
    stage.faults().luna();
    stage.putPin("wrong-pin");
    assertThat(onlyFailure()).contains("login");
    int before = logins();
    stage.putPin(stage.made.pinText());
    assertThat(onlyFailure())
        .contains("PIN state", "CKF_USER_PIN_COUNT_LOW", "lunacm: role show -name co");
    assertThat(stage.examine().text()).contains("-  login: skipped, the PIN may not be tried");
    assertThat(logins()).isEqualTo(before);
  }

  @Test
  void partitionThatIsNotActivatedIsReportedWithThePolicies() throws Exception {
    stage.faults().luna();
    stage.faults().answer("C_Login", 0x8000002DL).once();
    assertThat(onlyFailure()).contains("CKR_PED", "policies 22 and 23");
  }

  @Test
  void lunaWithItsOwnCodeForAesKwpPassesEveryCheck() throws Exception {
    stage.faults().lunaKwp();
    assertThat(stage.examine().text()).doesNotContain("✗").contains("CKM_AES_KWP (0x80000171)");
  }

  @Test
  void wrapThatTheTokenRefusesIsReportedForEachAlgorithmAndKind() throws Exception {
    stage.faults().luna();
    stage.faults().answer("C_WrapKey", 0x68).always();
    Diagnosis diagnosis = stage.examine();
    assertThat(diagnosis.failures()).isEqualTo(2);
    assertThat(diagnosis.text())
        .contains("✗  wrapping, dry run", "RSAES_OAEP_SHA_256: ", "RSA_AES_KEY_WRAP_SHA_256: ")
        .contains("✗  key kinds", "SYMMETRIC_DEFAULT: ", "RSA_2048: ")
        .contains("CKR_KEY_FUNCTION_NOT_PERMITTED", "cure: partition policy 5");
  }

  @Test
  void missingCurveIsDetectedAlthoughItsMechanismIsListed() throws Exception {
    stage.policy("key-specs", "[SYMMETRIC_DEFAULT, ECC_NIST_P256, ECC_SECG_P256K1]");
    assertThat(onlyFailure())
        .contains(
            "key kinds", "ECC_SECG_P256K1: C_GenerateKeyPair", "cure: remove the key specs that")
        .doesNotContain("SYMMETRIC_DEFAULT: ", "Luna partition");
    assertThat(stage.examine().text()).contains("✓  mechanisms");
  }

  @Test
  void noCureMentionsLunaOnAnotherToken() throws Exception {
    stage.faults().answer("C_WrapKey", 0x05).always();
    stage.faults().without(AES_KEY_GEN);
    stage.faults().memory(1000, 2_000_000);
    assertThat(cures()).hasSizeGreaterThanOrEqualTo(4).noneMatch(DoctorTest::mentionsLuna);
    stage.faults().clear();
    stage.faults().answer("C_Login", 0xA0).always();
    assertThat(cures()).isNotEmpty().noneMatch(DoctorTest::mentionsLuna);
    Files.writeString(
        stage.config, Files.readString(stage.config).replace("label: keyferry", "label: other"));
    assertThat(cures()).isNotEmpty().noneMatch(DoctorTest::mentionsLuna);
    Path library = Files.createFile(folder.resolve("libother.so"));
    Files.writeString(
        stage.config,
        Files.readString(stage.config)
            .replace(stage.made.settings().library().toString(), library.toString()));
    assertThat(cures()).isNotEmpty().noneMatch(DoctorTest::mentionsLuna);
  }

  private List<String> cures() throws Exception {
    return stage.examine().text().lines().filter(line -> line.contains("cure: ")).toList();
  }

  private static boolean mentionsLuna(String cure) {
    return cure.contains("luna") || cure.contains("Luna") || cure.contains("artition");
  }

  @Test
  void missingMechanismIsReportedWithWhatNeedsIt() throws Exception {
    stage.faults().luna();
    stage.faults().without(AES_KEY_GEN);
    String text = stage.examine().text();
    String block = text.substring(text.indexOf("✗  mechanisms"), text.indexOf("wrapping, dry run"));
    assertThat(block)
        .contains(
            "expected CKM_AES_KEY_GEN (0x1080), needed for SYMMETRIC_DEFAULT, RSA_AES_KEY_WRAP_SHA_256, found that the token does not offer it")
        .contains("cure: ", "lunacm: partition showmechanism", "partition policy 43");
  }

  @Test
  void fullPartitionIsReportedBeforeItRefusesAKey() throws Exception {
    stage.faults().luna();
    stage.faults().memory(1000, 2_000_000);
    assertThat(onlyFailure())
        .contains("room for keys", "expected at least 16384 bytes", "1000 of 2000000 bytes free")
        .contains("lunacm: partition showinfo");
  }

  @Test
  void freeSpaceOfThePartitionIsReported() throws Exception {
    stage.faults().memory(1_500_000, 2_000_000);
    assertThat(stage.examine().text())
        .contains("✓  room for keys", "1500000 of 2000000 bytes free for private objects");
  }

  @Test
  void expiredCredentialsAreReportedWithTheTime() throws Exception {
    stage.credentialsOfAProcess("2020-01-01T00:00:00Z");
    Diagnosis diagnosis = stage.examine();
    assertThat(diagnosis.text())
        .contains("✗  AWS credentials", "2020-01-01T00:00:00", "IAM Roles Anywhere")
        .contains("-  jobs queue: skipped, there are no credentials");
  }

  @Test
  void expiryOfValidCredentialsIsReported() throws Exception {
    stage.credentialsOfAProcess("2099-01-01T00:00:00Z");
    assertThat(stage.examine().text())
        .contains("access key AKIAPROCESS", "valid until 2099-01-01T00:00:00");
  }

  @Test
  void unknownLabelIsReportedWithTheExistingTokens() throws Exception {
    Files.writeString(
        stage.config, Files.readString(stage.config).replace("label: keyferry", "label: other"));
    assertThat(onlyFailure())
        .contains(
            "expected a token labeled 'other', found ",
            "'keyferry' (serial ",
            "pkcs11-tool --list-token-slots");
  }

  @Test
  void unenrolledAgentIsReferredToEnrol() throws Exception {
    Files.writeString(
        stage.config, Files.readString(stage.config) + "agent: {key-label: nobody}\n");
    assertThat(onlyFailure()).contains("agent's key", "'nobody'", "keyferry-agent enrol");
  }

  @Test
  void aPinFileThatOthersReadIsAFault() throws Exception {
    Files.setPosixFilePermissions(stage.pinFile, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(stage.examine().text())
        .contains("✗  file permissions", "chmod 600 " + stage.pinFile);
  }

  @Test
  void aDirectoryThatOthersWriteIsAFault() throws Exception {
    Files.setPosixFilePermissions(stage.audit, PosixFilePermissions.fromString("rwxrwx---"));
    assertThat(onlyFailure()).contains("audit directory", "chmod go-w " + stage.audit);
  }

  @Test
  void everyViolationOfTheConfigurationIsReportedAndTheRestSkipped() throws Exception {
    Files.writeString(
        stage.config, Files.readString(stage.config) + "agent: {port: x, concurrency: 0}\n");
    assertThat(onlyFailure()).contains("agent.port: ", "agent.concurrency: ");
    assertThat(stage.examine().text()).endsWith("0 passed, 1 failed, 20 skipped");
  }

  @Test
  void aProxyThatDoesNotAnswerIsNamedWithItsVariableAndTheQueuesAreSkipped() throws Exception {
    Files.writeString(
        stage.config,
        Files.readString(stage.config)
            .replaceFirst("endpoint: .*", "endpoint: https://sqs.invalid"));
    stage.environment.put("HTTPS_PROXY", "http://someone:secret@127.0.0.1:1");
    assertThat(onlyFailure())
        .contains("network", "through the proxy 127.0.0.1:1 (HTTPS_PROXY, with a password)")
        .contains("Connection refused", "cure: ")
        .doesNotContain("secret");
    assertThat(stage.examine().text()).contains("-  jobs queue: skipped, SQS cannot be reached");
    stage.environment.put("NO_PROXY", ".invalid");
    assertThat(onlyFailure()).contains("no address for sqs.invalid", "set HTTPS_PROXY");
  }

  @Test
  void aProxyThatCannotBeUsedIsAFaultOfTheConfiguration() throws Exception {
    stage.environment.put("HTTPS_PROXY", "socks5://someone:secret@127.0.0.1:1");
    assertThat(onlyFailure())
        .contains("expected http://HOST:PORT or http://USER:PASSWORD@HOST:PORT in HTTPS_PROXY")
        .doesNotContain("secret");
  }

  @Test
  void missingPermissionIsReportedWithItsCall() throws Exception {
    stage.sqs.answer("ChangeMessageVisibility", "AccessDeniedException");
    assertThat(onlyFailure())
        .contains("jobs queue", "expected permission for ChangeMessageVisibility", "AccessDenied")
        .doesNotContain("DeleteMessage on");
  }

  @Test
  void missingQueueIsReported() throws Exception {
    stage.sqs.answer("SendMessage", "QueueDoesNotExist");
    assertThat(onlyFailure()).contains("results queue", "expected a queue ", "QueueDoesNotExist");
  }

  @Test
  void aClockThatIsSixMinutesAheadIsAFault() throws Exception {
    stage.clockIsAheadBy = Duration.ofMinutes(6);
    assertThat(onlyFailure()).contains("clock", "expected a difference of at most 300 s", "NTP");
  }

  @Test
  void anAuditLogThatWasChangedIsAFault() throws Exception {
    Path file = stage.audit.resolve("audit-000001.jsonl");
    Files.writeString(file, Files.readString(file).replaceFirst("enrol", "other"));
    assertThat(onlyFailure()).contains("audit chain", "audit-000001.jsonl, line 1");
  }

  @Test
  void anAlgorithmThatKmsRefusesIsAFaultOfThePolicy() throws Exception {
    stage.policy("wrapping-algorithms", "[RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_256]");
    assertThat(onlyFailure()).contains("policy", "RSAES_PKCS1_V1_5", "2023");
  }

  @Test
  void twoFaultsAreNotReportedAsWrongUsage() throws Exception {
    stage.sqs.answer("ChangeMessageVisibility", "AccessDeniedException");
    stage.sqs.answer("SendMessage", "AccessDeniedException");
    StringWriter out = new StringWriter();
    assertThat(stage.execute(out, "doctor", "--json", "--config", stage.config.toString()))
        .isEqualTo(1);
    assertThat(out.toString()).startsWith("{\"failures\":2,");
  }

  @Test
  void lunasClientWithoutItsConfigurationIsAFault() throws Exception {
    useLuna();
    assertThat(stage.examine().text())
        .contains("✗  Luna client", folder.resolve("Chrystoki.conf").toString(), "hsmusers")
        .contains("✗  PKCS#11 library", "vtl verify");

    Files.createFile(folder.resolve("Chrystoki.conf"));
    assertThat(stage.examine().text()).contains("✓  Luna client");
  }

  @Test
  void foldersThatLunasClientCannotWriteAreAFault() throws Exception {
    useLuna();
    Path locks = Files.createDirectory(folder.resolve("lock"));
    Files.writeString(
        folder.resolve("Chrystoki.conf"),
        """
        Misc = {
           # MutexFolder = /tmp/commented-out;
           PE1746Enabled = 0;
           mutexfolder=%s;
        }
        HAConfiguration = { haLogStatus = enabled; haLogPath = %s/no-ha-log; }
        Secure Trusted Channel = { SoftTokenDir = "%s/Chrystoki.conf"; }
        """
            .formatted(locks, folder, folder));

    assertThat(stage.examine().text())
        .contains("✗  Luna client")
        .contains(
            "expected that the client can write the folder of haLogPath, " + folder + "/no-ha-log")
        .contains(
            "expected that the client can write the folder of SoftTokenDir, "
                + folder
                + "/Chrystoki.conf")
        .contains("ReadWritePaths")
        .doesNotContain("expected that the client can write the folder of MutexFolder")
        .doesNotContain("commented-out");
  }

  @Test
  void foldersThatLunasClientCanWriteAreShown() throws Exception {
    useLuna();
    Files.writeString(
        folder.resolve("Chrystoki.conf"),
        """
        Misc = { MutexFolder = %s; }
        HAConfiguration = { haLogStatus = disabled; haLogPath = /nowhere; }
        """
            .formatted(folder));

    assertThat(stage.examine().text())
        .contains("✓  Luna client", "MutexFolder " + folder + " can be written")
        .doesNotContain("/nowhere");
  }

  private void useLuna() throws Exception {
    Path library = Files.createFile(folder.resolve("libCryptoki2_64.so"));
    Files.writeString(
        stage.config,
        Files.readString(stage.config)
            .replace(stage.made.settings().library().toString(), library.toString()));
    stage.environment.put("ChrystokiConfigurationPath", folder.toString());
  }
}
