package io.keyferry.acceptance.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.acceptance.endtoend.Eventually;
import io.keyferry.acceptance.packaged.CloudHalf;
import io.keyferry.acceptance.packaged.Run;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host with an HSM that can be lost, where an administrator follows the documents: SoftHSM behind
 * p11-kit's server. Its OAEP supports SHA-1 only.
 */
final class HsmHost {

  static final String SERVICE = "keyferry-agent";
  static final String PIN = "correct-pin";

  private static final WrappingAlgorithm ALGORITHM = WrappingAlgorithm.RSAES_OAEP_SHA_1;
  private static final String EDITOR = "/usr/local/bin/set-library-and-label";
  private static final String LABEL = "my-partition";

  /**
   * If an agent ends during a poll, the message that the poll received is delivered again after
   * this.
   */
  private static final String SHORT_TIMES =
      "agent: {poll-wait-seconds: 2, visibility-timeout-seconds: 5}\n";

  private final Path folder;
  private final Container container;
  private final Path built;
  private Optional<CloudHalf> cloud = Optional.empty();

  private HsmHost(Path folder, Container container, Path built) {
    this.folder = folder;
    this.container = container;
    this.built = built;
  }

  /**
   * Boots a host.
   *
   * @param root the Debian to boot; it is changed
   * @param built the package to install
   */
  static HsmHost boot(Path root, Path built, Path folder) throws Exception {
    HsmHost host =
        new HsmHost(folder, Container.boot(root, folder.resolve("container.log")), built);
    try {
      host.addHsm();
    } catch (Exception | Error e) {
      host.shutDown();
      throw e;
    }
    return host;
  }

  private void addHsm() throws Exception {
    container.write("/var/lib/hsm/softhsm2.conf", "directories.tokendir = /var/lib/hsm/tokens\n");
    // As the agent's user, once that exists: the server accepts no other user.
    container.write(
        "/etc/systemd/system/hsm.service",
        """
        [Unit]
        StartLimitIntervalSec=0
        [Service]
        User=keyferry
        Restart=always
        RestartSec=200ms
        Environment=SOFTHSM2_CONF=/var/lib/hsm/softhsm2.conf
        RuntimeDirectory=hsm
        ExecStartPre=+chown -R keyferry /var/lib/hsm
        ExecStart=/usr/libexec/p11-kit/p11-kit-server --foreground --name /run/hsm/socket \
          --provider /usr/lib/softhsm/libsofthsm2.so pkcs11:token=%s
        [Install]
        WantedBy=multi-user.target
        """
            .formatted(LABEL));
    // Plays the role of luna.conf for Luna's client.
    container.write(
        "/etc/systemd/system/keyferry-.service.d/hsm.conf",
        "[Service]\nEnvironment=P11_KIT_SERVER_ADDRESS=unix:path=/run/hsm/socket\n");
    container.write(
        EDITOR,
        """
        #!/bin/sh
        sed -i -e "s#library: .*#library: $(ls /usr/lib/*/pkcs11/p11-kit-client.so)#" -e 's/CHANGE-ME/%s/' "$1"
        """
            .formatted(LABEL));
    container
        .root(
            """
            set -e
            chmod 755 %s
            mkdir /var/lib/hsm/tokens
            SOFTHSM2_CONF=/var/lib/hsm/softhsm2.conf softhsm2-util --init-token --free --label %s --pin %s --so-pin %s
            systemctl daemon-reload
            systemctl enable --now --no-block hsm
            """
                .formatted(EDITOR, LABEL, PIN, PIN))
        .well();
  }

  /** Follows a document from an empty host to a running agent. */
  void follow(Guide guide) throws Exception {
    copyIn(built);
    assertThat(guide.blocks()).as("blocks of %s", guide.document()).hasSize(2);
    follow(guide.blocks().getFirst());
    bringOutputs(VerificationKey.ofPem(pem(Files.readString(inHome("hsm-1.out")))));
    follow(guide.blocks().getLast());
  }

  /** Runs each line exactly as written, and returns the outputs. */
  String follow(List<String> commands) throws Exception {
    StringBuilder shown = new StringBuilder();
    for (String line : commands) {
      Run run = container.type(line, Map.of("SUDO_EDITOR", EDITOR), "PIN:", PIN);
      shown.append(run.output());
      assertThat(run.status()).as("%s%n%s%n%s", line, run.output(), journal()).isZero();
    }
    return shown.toString();
  }

  /** The agent's public key as {@code enrol} printed it. */
  private static String pem(String enrolled) {
    String end = "-----END PUBLIC KEY-----";
    return enrolled.substring(0, enrolled.indexOf(end) + end.length()) + "\n";
  }

  /** Writes the stack's outputs and the label to where an administrator puts them. */
  private void bringOutputs(VerificationKey agent) throws Exception {
    Path logs = Files.createDirectories(folder.resolve("cloud"));
    if (cloud.isEmpty()) {
      cloud = Optional.of(CloudHalf.start(agent, 4, logs));
    }
    CloudHalf stack = cloud.orElseThrow();
    Files.writeString(
        inHome("agent.yml"),
        Files.readString(container.inside("/etc/keyferry/agent.yml"))
            + stack.configuration(ALGORITHM)
            + SHORT_TIMES);
    Files.writeString(inHome("cloud-key.pem"), stack.signingKeyPem());
    Files.writeString(
        inHome("aws-config"),
        "[default]\ncredential_process = /usr/local/bin/aws_signing_helper credential-process\n");
    Map<String, String> credentials = stack.agentCredentials();
    container.write(
        "/usr/local/bin/aws_signing_helper",
        """
        #!/bin/sh
        echo '{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "%s", "SessionToken": "%s"}'
        """
            .formatted(
                credentials.get("AWS_ACCESS_KEY_ID"),
                credentials.get("AWS_SECRET_ACCESS_KEY"),
                credentials.getOrDefault("AWS_SESSION_TOKEN", "")));
    root("chmod 755 /usr/local/bin/aws_signing_helper");
  }

  private Path inHome(String name) {
    return container.inside(Container.home(name));
  }

  /** Copies a package to the administrator's folder. */
  void copyIn(Path file) throws Exception {
    Files.copy(file, inHome(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Runs a script as root, and returns its output. It must succeed. */
  String root(String script) throws Exception {
    return container.root(script).well();
  }

  /** Runs a script as root, which may fail. */
  Run tryAsRoot(String script) throws Exception {
    return container.root(script);
  }

  void write(String path, String content) throws Exception {
    container.write(path, content);
  }

  void reboot() throws Exception {
    container.reboot();
  }

  ImportId request() throws Exception {
    return cloud.orElseThrow().request(ALGORITHM);
  }

  /** Waits until an import has ended. */
  ImportState ended(ImportId id) throws Exception {
    try {
      return cloud.orElseThrow().ended(id);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + journal(), e);
    }
  }

  /** Imports a key, and returns how long that took. */
  Duration carry() throws Exception {
    long begin = System.nanoTime();
    assertThat(ended(request())).as(journal()).isEqualTo(ImportState.IMPORTED);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** A property of the service, as systemd reports it. */
  String property(String name) throws Exception {
    return root("systemctl show --value --property=%s %s".formatted(name, SERVICE)).strip();
  }

  /** Waits until a property of the service has this value. */
  void await(String property, String value) throws Exception {
    try {
      Eventually.of(() -> property(property), value::equals, property);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + journal(), e);
    }
  }

  /** Waits until the agent's health endpoint returns this status: 200 or 503. */
  void awaitHealth(String status) throws Exception {
    Eventually.of(
        () ->
            tryAsRoot(
                    "curl --silent --output /dev/null --write-out '%{http_code}' http://127.0.0.1:8686/health")
                .output(),
        status::equals,
        "the status of the agent's health");
  }

  /** The end of the service's journal. */
  String journal() throws Exception {
    return tryAsRoot("journalctl --unit='keyferry-*' --output=cat --lines=100").output();
  }

  /** Logs in to the HSM as an administrator does with its own tool. */
  void logInByHand() throws Exception {
    root(
        "runuser -u keyferry -- env P11_KIT_SERVER_ADDRESS=unix:path=/run/hsm/socket pkcs11-tool --module $(ls /usr/lib/*/pkcs11/p11-kit-client.so) --login --pin %s --list-objects"
            .formatted(PIN));
  }

  /** Encrypts a PIN as the service's credential. */
  void putPin(String pin) throws Exception {
    root(
        "printf %s | systemd-creds encrypt --name=pkcs11-pin - /etc/keyferry/pkcs11-pin.cred"
            .formatted(pin));
  }

  void shutDown() throws Exception {
    cloud.ifPresent(CloudHalf::close);
    container.shutDown();
  }
}
