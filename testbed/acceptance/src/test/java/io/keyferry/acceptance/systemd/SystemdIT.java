package io.keyferry.acceptance.systemd;

import static io.keyferry.acceptance.systemd.HsmHost.PIN;
import static io.keyferry.acceptance.systemd.HsmHost.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.acceptance.endtoend.Eventually;
import io.keyferry.acceptance.packaged.AgentPackage;
import io.keyferry.acceptance.packaged.Run;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The package, its units and its documents on a host with a real systemd. All tests share one host:
 * each begins and ends with a running service, except the last two, which remove it.
 */
@Tag("systemd")
@Timeout(200)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemdIT {

  private static final Path DEBIAN = Path.of(System.getProperty("keyferry.debian", ""));
  private static final Path PACKAGE = Path.of(System.getProperty("keyferry.package", ""));
  private static final Path FOLDER = DEBIAN.resolveSibling(DEBIAN.getFileName() + "-test");

  private static final String FILL = "dd if=/dev/zero of=/var/lib/keyferry/full bs=1M";
  private static final String MAKE_ROOM = "rm /var/lib/keyferry/full";

  private HsmHost host;

  SystemdIT() throws Exception {
    Run.of("rm", "-rf", FOLDER.toString()).well();
    Path root = Files.createDirectories(FOLDER).resolve("keyferry-systemd-test");
    Run.of("cp", "-a", DEBIAN.toString(), root.toString()).well();
    host = HsmHost.boot(root, PACKAGE, FOLDER);
  }

  @BeforeAll
  void followReadme() throws Exception {
    host.follow(Guide.of("README.md"));
  }

  /** Also after a test that failed. */
  @BeforeEach
  void startWhatIsInstalled() throws Exception {
    host.root("[ ! -e /usr/bin/keyferry-agent ] || systemctl start hsm " + SERVICE);
  }

  @AfterAll
  void shutDown() throws Exception {
    host.shutDown();
    Run.of("rm", "-rf", FOLDER.toString()).well();
  }

  private static void show(String what, Object value) {
    System.out.println("systemd: " + what + ": " + value);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  private static Duration microseconds(String value) {
    return Duration.ofNanos(Long.parseLong(value) * 1000);
  }

  @Test
  void readmeLeadsToAReadyServiceThatWaitsForJobs() throws Exception {
    show("version", host.root("systemctl --version | head -1").strip());
    host.await("StatusText", "token 'my-partition', waiting for jobs");
    Duration ready =
        microseconds(host.property("ActiveEnterTimestampMonotonic"))
            .minus(microseconds(host.property("ExecMainStartTimestampMonotonic")));

    show("start to READY", seconds(ready));
    assertThat(host.property("UnitFileState")).isEqualTo("enabled");
    host.awaitHealth("200");
  }

  @Test
  void importsAKeyThroughTheSandbox() throws Exception {
    show("first import", seconds(host.carry()));
    show("second import", seconds(host.carry()));
  }

  @Test
  void hasItsSandboxInForce() throws Exception {
    String process = host.property("MainPID");

    assertThat(host.root("cat /proc/%s/status".formatted(process)))
        .contains(
            "CapEff:\t0000000000000000",
            "CapBnd:\t0000000000000000",
            "NoNewPrivs:\t1",
            "Seccomp:\t2");
    assertThat(
            host.tryAsRoot("nsenter --mount --target=%s touch /usr/x".formatted(process)).output())
        .contains("Read-only file system");
    assertThat(
            host.root(
                "cat $(find /sys/fs/cgroup -path '*/system.slice/%1$s.service/memory.limit_in_bytes' -o -path '*/system.slice/%1$s.service/memory.max')"
                    .formatted(SERVICE)))
        .isEqualTo("805306368\n");
    assertThat(
            host.root(
                "cat $(find /sys/fs/cgroup -path '*/system.slice/%s.service/pids.max')"
                    .formatted(SERVICE)))
        .isEqualTo("256\n");
  }

  /** The doctor's findings hold for the service only if both run under the same conditions. */
  @Test
  void runsTheDoctorWithTheConditionsOfTheService() throws Exception {
    String properties =
        "User,Group,UMask,Environment,CapabilityBoundingSet,NoNewPrivileges,ProtectSystem,PrivateUsers,"
            + "RestrictAddressFamilies,SystemCallFilter,MemoryMax,TasksMax,LoadCredentialEncrypted,StateDirectory";
    String show = "systemctl show --property=%s %s";

    assertThat(host.root(show.formatted(properties, SERVICE + "-doctor")))
        .isEqualTo(host.root(show.formatted(properties, SERVICE)))
        .contains("User=keyferry", "P11_KIT_SERVER_ADDRESS", "AWS_CONFIG_FILE");
  }

  /** By hand the folder can be written; in the service the file system is read-only. */
  @Test
  void doctorReportsTheFolderThatTheSandboxHidesFromLunasClientUntilTheExampleIsInstalled()
      throws Exception {
    host.root(
        """
        set -e
        cp /etc/keyferry/agent.yml /root/agent.yml
        groupadd --force hsmusers
        mkdir -p /usr/safenet/lunaclient/lib /usr/safenet/lunaclient/lock
        chgrp hsmusers /usr/safenet/lunaclient/lock
        chmod 2777 /usr/safenet/lunaclient/lock
        ln -sf /usr/lib/*/pkcs11/p11-kit-client.so /usr/safenet/lunaclient/lib/libCryptoki2_64.so
        echo 'Misc = { MutexFolder = /usr/safenet/lunaclient/lock; }' > /etc/Chrystoki.conf
        sed -i 's#library: .*#library: /usr/safenet/lunaclient/lib/libCryptoki2_64.so#' /etc/keyferry/agent.yml
        runuser -u keyferry -- test -w /usr/safenet/lunaclient/lock
        """);

    assertThat(host.tryAsRoot("systemctl start keyferry-agent-doctor").status()).isNotZero();
    assertThat(host.journal())
        .contains("✗  Luna client", "MutexFolder, /usr/safenet/lunaclient/lock", "1 failed");

    host.root(
        """
        set -e
        chmod 2770 /usr/safenet/lunaclient/lock
        cp /usr/share/doc/keyferry-agent/examples/luna.conf /etc/systemd/system/keyferry-.service.d/
        systemctl daemon-reload
        systemctl start keyferry-agent-doctor
        """);
    host.root("systemctl restart " + SERVICE);
    host.carry();

    host.root(
        """
        set -e
        rm -r /usr/safenet /etc/Chrystoki.conf /etc/systemd/system/keyferry-.service.d/luna.conf
        cp /root/agent.yml /etc/keyferry/agent.yml
        systemctl daemon-reload
        systemctl restart %s
        """
            .formatted(SERVICE));
  }

  @Test
  void findsItsImportsInTheJournalByTheDocumentedCommands() throws Exception {
    ImportId id = host.request();
    assertThat(host.ended(id)).isEqualTo(ImportState.IMPORTED);

    String shown = host.follow(Guide.of("docs/agent-configuration.md").commands());

    assertThat(shown).contains(id.value());
  }

  @Test
  void isRestartedAfterAKillAndDoesTheJobThatCameMeanwhile() throws Exception {
    String restarts = host.property("NRestarts");
    long begin = System.nanoTime();

    host.root("systemctl kill --signal=KILL " + SERVICE);
    ImportId meanwhile = host.request();

    host.await("NRestarts", String.valueOf(Integer.parseInt(restarts) + 1));
    host.await("ActiveState", "active");
    show("kill -9 to READY again", seconds(Duration.ofNanos(System.nanoTime() - begin)));
    assertThat(host.ended(meanwhile)).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void staysDownAfterAWrongPinAndDoesNotRetryItUntilTheRightOneIsThere() throws Exception {
    host.root("systemctl stop " + SERVICE);
    host.putPin("wrong-pin");

    assertThat(host.tryAsRoot("systemctl start " + SERVICE).status()).isNotZero();
    show("wrong PIN, exit code", host.property("ExecMainStatus"));
    assertThat(host.property("ExecMainStatus")).isEqualTo("2");
    assertThat(host.property("ActiveState")).isEqualTo("failed");
    String tries = logins();

    assertThat(host.tryAsRoot("systemctl start " + SERVICE).status()).isNotZero();
    assertThat(host.property("ExecMainStatus")).isEqualTo("2");
    assertThat(logins()).isEqualTo(tries);

    host.putPin(PIN);
    // The token reports CKF_USER_PIN_COUNT_LOW, and the agent does not use up another try.
    host.logInByHand();
    host.root("systemctl start " + SERVICE);
    host.carry();
  }

  /** Logins that the token answered, from the audit log. */
  private String logins() throws Exception {
    return host.root("cat /var/lib/keyferry/audit/*.jsonl | grep -c '\"LOGIN\"'");
  }

  @Test
  void staysDownWithoutAPinAndSaysWhereItBelongs() throws Exception {
    host.root("systemctl stop %s && rm /etc/keyferry/pkcs11-pin.cred".formatted(SERVICE));

    assertThat(host.tryAsRoot("systemctl start " + SERVICE).status()).isNotZero();
    show("no PIN, exit code", host.property("ExecMainStatus"));
    assertThat(host.property("ExecMainStatus")).isEqualTo("2");
    assertThat(host.property("ActiveState")).isEqualTo("failed");
    assertThat(host.journal()).contains("expected the token's PIN");

    host.putPin(PIN);
    host.root("systemctl start " + SERVICE);
    host.carry();
  }

  /**
   * A credential that was encrypted by another machine, or under another state of this machine's
   * TPM.
   */
  @Test
  void staysDownWithACredentialThatItsMachineCannotDecrypt() throws Exception {
    host.root("systemctl stop " + SERVICE);
    host.root("echo bm90IGEgY3JlZGVudGlhbA== > /etc/keyferry/pkcs11-pin.cred");

    assertThat(host.tryAsRoot("systemctl start " + SERVICE).status()).isNotZero();
    show("PIN of another machine, exit code", host.property("ExecMainStatus"));
    assertThat(host.property("ExecMainStatus")).isEqualTo("243");
    assertThat(host.property("ActiveState")).isEqualTo("failed");

    host.putPin(PIN);
    host.root("systemctl start " + SERVICE);
    host.carry();
  }

  @Test
  void readsThePinFromAFileWithoutACredential() throws Exception {
    host.root(
        """
        set -e
        cp /etc/keyferry/agent.yml /root/agent.yml
        mv /etc/keyferry/pkcs11-pin.cred /root/
        printf %s > /etc/keyferry/pin
        chown keyferry /etc/keyferry/pin
        chmod 400 /etc/keyferry/pin
        sed -i 's#^token:#token:\\n  pin-file: /etc/keyferry/pin#' /etc/keyferry/agent.yml
        systemctl restart %s
        """
            .formatted(PIN, SERVICE));
    host.carry();
    host.root(
        """
        set -e
        cp /root/agent.yml /etc/keyferry/agent.yml
        mv /root/pkcs11-pin.cred /etc/keyferry/
        rm /etc/keyferry/pin
        systemctl restart %s
        """
            .formatted(SERVICE));
  }

  @Test
  void waitsForAnUnreachableHsmAndDoesTheJobWithoutARestart() throws Exception {
    String restarts = host.property("NRestarts");
    host.root("systemctl stop hsm");

    ImportId meanwhile = host.request();
    host.awaitHealth("503");
    show(
        "status without an HSM",
        Eventually.of(
            () -> host.property("StatusText"),
            text -> text.startsWith("token 'my-partition' is unusable: "),
            "the status without an HSM"));
    host.root("systemctl start hsm");
    long begin = System.nanoTime();

    assertThat(host.ended(meanwhile)).isEqualTo(ImportState.IMPORTED);
    show("HSM back to imported", seconds(Duration.ofNanos(System.nanoTime() - begin)));
    assertThat(host.property("NRestarts")).isEqualTo(restarts);
  }

  @Test
  void keepsItsJobsWhileTheDiskIsFullAndDoesThemWhenThereIsRoom() throws Exception {
    String process = host.property("MainPID");
    host.tryAsRoot(FILL);

    ImportId meanwhile = host.request();
    host.awaitHealth("503");
    host.root(MAKE_ROOM);

    assertThat(host.ended(meanwhile)).isEqualTo(ImportState.IMPORTED);
    assertThat(host.property("MainPID")).isEqualTo(process);
  }

  @Test
  void isRestartedOnAFullDiskUntilThereIsRoom() throws Exception {
    host.root("systemctl stop " + SERVICE);
    host.tryAsRoot(FILL);

    assertThat(host.tryAsRoot("systemctl start " + SERVICE).status()).isNotZero();
    show("start on a full disk, exit code", host.property("ExecMainStatus"));
    assertThat(host.property("ExecMainStatus")).isEqualTo("1");
    assertThat(host.property("SubState")).isEqualTo("auto-restart");
    host.root(MAKE_ROOM);

    host.await("ActiveState", "active");
    host.carry();
  }

  @Test
  void stopsInOrder() throws Exception {
    long begin = System.nanoTime();
    host.root("systemctl stop " + SERVICE);
    show("stop", seconds(Duration.ofNanos(System.nanoTime() - begin)));

    assertThat(host.property("ExecMainStatus")).isEqualTo("143");
    assertThat(host.property("Result")).isEqualTo("success");
    assertThat(host.property("ActiveState")).isEqualTo("inactive");

    host.root("systemctl start " + SERVICE);
    host.carry();
  }

  @Test
  void isUpgradedWhileItRunsAndDoesTheJobThatCameMeanwhile() throws Exception {
    Path next = new AgentPackage(PACKAGE).next(FOLDER).file();
    host.copyIn(next);
    String before = host.property("MainPID");

    ImportId meanwhile = host.request();
    host.root("apt-get install --yes /home/admin/" + next.getFileName());

    assertThat(host.ended(meanwhile)).isEqualTo(ImportState.IMPORTED);
    assertThat(host.property("MainPID")).isNotEqualTo(before);
    assertThat(host.root("dpkg-query --show --showformat='${Version}' keyferry-agent"))
        .isEqualTo("0.1.1");
  }

  @Test
  void runsAgainAfterAReboot() throws Exception {
    host.reboot();

    host.await("ActiveState", "active");
    host.carry();
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void leavesOnlyTheAuditLogWhenItIsPurged() throws Exception {
    // It runs as the agent's user, who could otherwise not be deleted.
    host.root("systemctl stop hsm");

    host.root("apt-get purge --yes keyferry-agent");

    assertThat(host.property("LoadState")).isEqualTo("not-found");
    assertThat(host.tryAsRoot("getent passwd keyferry").status()).isNotZero();
    assertThat(
            host.root("find /etc /usr /var/lib /var/cache /run -xdev -name '*keyferry*'").lines())
        .containsExactlyInAnyOrder(
            // The test's own files: the HSM client's settings, and the disk to fill.
            "/etc/systemd/system/keyferry-.service.d", "/var/lib/keyferry");
    assertThat(host.root("find /var/lib/keyferry -type f ! -user root")).isEmpty();
    assertThat(host.root("find /var/lib/keyferry -type f").lines())
        .isNotEmpty()
        .allMatch(path -> path.startsWith("/var/lib/keyferry/audit/"));
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void deploymentGuideLeadsToAnAgentThatImports() throws Exception {
    host.root("systemctl start --no-block hsm");

    host.follow(Guide.of("docs/deploy.md"));

    host.carry();
  }
}
