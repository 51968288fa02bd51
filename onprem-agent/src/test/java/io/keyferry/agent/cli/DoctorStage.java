package io.keyferry.agent.cli;

import io.keyferry.agent.cli.doctor.AgentDoctorInputs;
import io.keyferry.agent.cli.doctor.Diagnosis;
import io.keyferry.agent.cli.doctor.Doctor;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.UnopenedToken;
import io.keyferry.agent.hsm.testing.FaultInjector;
import io.keyferry.agent.login.PinSource;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.log.AuditException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A healthy agent: a real token behind the fault injector, and queues that answer. */
public final class DoctorStage implements AutoCloseable {

  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "AKIATEST", "aws.secretAccessKey", "test");

  final UnopenedToken made;
  final QueueStub sqs = new QueueStub();
  final Path folder;
  public final Path config;
  final Path audit;
  public final Path pinFile;
  final Map<String, String> environment = new HashMap<>();
  Duration clockIsAheadBy = Duration.ZERO;

  private final Map<String, String> policy = new HashMap<>();
  private final StringWriter err = new StringWriter();

  public DoctorStage(Path folder) throws Exception {
    this.folder = folder;
    made = new UnopenedToken(folder);
    config = folder.resolve("agent.yml");
    pinFile = folder.resolve("pin");
    audit = directory("audit");
    directory("ledger");
    putPin(made.pinText());
    policy.put("key-specs", "[SYMMETRIC_DEFAULT, RSA_2048]");
    policy.put("wrapping-algorithms", "[RSAES_OAEP_SHA_256, RSA_AES_KEY_WRAP_SHA_256]");
    write();
    CREDENTIALS.forEach(System::setProperty);
  }

  private Path directory(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
    return made;
  }

  void putPin(String pin) throws IOException {
    Files.writeString(pinFile, pin);
    Files.setPosixFilePermissions(pinFile, PosixFilePermissions.fromString("rw-------"));
  }

  void policy(String property, String value) throws IOException {
    policy.put(property, value);
    write();
  }

  private void write() throws IOException {
    String lines =
        policy.entrySet().stream()
            .map(entry -> "  %s: %s\n".formatted(entry.getKey(), entry.getValue()))
            .sorted()
            .reduce("", String::concat);
    Files.writeString(
        config,
        """
        cloud:
          region: eu-west-1
          jobs-queue-url: %1$s/123456789012/jobs.fifo
          results-queue-url: %1$s/123456789012/results.fifo
          endpoint: %1$s
          signing-key: |
        %2$stoken:
          library: "%3$s"
          label: keyferry
          pin-file: pin
          library-parameters: "%4$s"
        audit:
          directory: audit
        ledger:
          directory: ledger
        policy:
          accounts: [123456789012]
          regions: [eu-west-1]
        %5$s\
        """
            .formatted(
                sqs.endpoint(),
                ConfigFile.PEM.indent(4),
                made.settings().library(),
                made.settings().libraryParameters().orElseThrow().replace("\"", "\\\""),
                lines));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
  }

  /** Configures the AWS SDK to get credentials from a process that expire at that time. */
  void credentialsOfAProcess(String expiry) throws IOException {
    CREDENTIALS.keySet().forEach(System::clearProperty);
    Path answer =
        Files.writeString(
            folder.resolve("credentials.json"),
            "{\"Version\":1,\"AccessKeyId\":\"AKIAPROCESS\",\"SecretAccessKey\":\"test\",\"SessionToken\":\"test\",\"Expiration\":\"%s\"}"
                .formatted(expiry));
    Path profiles =
        Files.writeString(
            folder.resolve("aws-config"),
            "[default]\ncredential_process = /bin/cat %s\n".formatted(answer));
    System.setProperty("aws.configFile", profiles.toString());
  }

  public FaultInjector faults() {
    return made.faults();
  }

  TokenOpener opener() {
    return TokenOpener.withPinOf(new PinSource(Map.of(), Optional.empty()));
  }

  void enrol() {
    if (execute(new StringWriter(), "enrol", "--config", config.toString()) != 0) {
      throw new AssertionError(err.toString());
    }
  }

  public int execute(StringWriter out, String... words) {
    return AgentMain.execute(
        opener(), new PrintWriter(out, true), new PrintWriter(err, true), words);
  }

  public String errors() {
    return err.toString();
  }

  Diagnosis examine() throws AuditException {
    InstantSource clock = InstantSource.offset(Clock.systemUTC(), clockIsAheadBy);
    return Doctor.examine(new AgentDoctorInputs(opener(), config, environment), clock);
  }

  @Override
  public void close() throws IOException, HsmException {
    CREDENTIALS.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.configFile");
    sqs.close();
    made.close();
  }
}
