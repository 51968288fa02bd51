package io.keyferry.agent.config;

import io.keyferry.agent.config.AgentConfig.AgentSection;
import io.keyferry.agent.config.AgentConfig.TokenSection;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.KeyTemplate.Usage;
import io.keyferry.agent.hsm.TokenSettings;
import io.keyferry.agent.job.check.KeyPattern;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.agent.job.queue.CloudSettings;
import io.keyferry.agent.job.queue.HttpProxy;
import io.keyferry.agent.job.queue.Outbound;
import io.keyferry.evidence.log.AuditSettings;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/** Reads {@code agent.yml}. Relative paths are relative to the file's folder. */
public final class ConfigReader {

  /** More than all public certificate authorities need. */
  private static final int MAX_CERTIFICATES_BYTES = 1 << 20;

  private static final int DAY_MINUTES = 24 * 60;
  private static final String SECTION = "a section with its properties";
  private static final List<Usage> ALL_USAGES =
      KeyTemplate.LUNA_GUIDE.usages().stream().sorted().toList();

  /** The names of sections and properties in 0.1.0. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "journal", "ledger",
          "call-seconds", "call-timeout-seconds",
          "give-up-seconds", "max-outage-seconds",
          "poll-seconds", "poll-wait-seconds",
          "visibility-seconds", "visibility-timeout-seconds",
          "least-wrapping-key-bits", "min-wrapping-key-bits",
          "longest-job-age-minutes", "max-job-age-minutes",
          "file-megabytes", "max-file-megabytes");

  private final Path file;
  private final Map<String, String> environment;
  private final List<String> violations = new ArrayList<>();
  private final ObjectReader root;

  private ConfigReader(Path file, Map<String, String> environment) throws ConfigurationException {
    this.file = file;
    this.environment = environment;
    this.root =
        ObjectReader.of("", YamlFile.read(file), SECTION, it -> violations.add(it.toString()));
  }

  /**
   * Reads the whole file.
   *
   * @throws ConfigurationException with all violations at once
   */
  public static AgentConfig read(Path file) throws ConfigurationException {
    return read(file, System.getenv());
  }

  /**
   * Reads the whole file.
   *
   * @param environment where the proxy is set
   * @throws ConfigurationException with all violations at once
   */
  public static AgentConfig read(Path file, Map<String, String> environment)
      throws ConfigurationException {
    ConfigReader reader = new ConfigReader(file, environment);
    Supplier<CloudSettings> cloud = reader.cloud();
    Supplier<TokenSection> token = reader.token();
    Supplier<AgentSection> agent = reader.agent();
    Supplier<Policy> policy = reader.policy();
    Supplier<AuditSettings> audit = reader.audit();
    Supplier<Path> ledger = reader.ledger();
    reader.refuseViolations();
    return new AgentConfig(
        cloud.get(), token.get(), agent.get(), policy.get(), audit.get(), ledger.get());
  }

  /**
   * Reads only the settings of the HSM and its audit log, so that an agent can be enrolled before
   * the cloud half exists. Other sections may be missing; if present, they are checked.
   *
   * @throws ConfigurationException with all violations at once
   */
  public static HsmConfig readHsm(Path file) throws ConfigurationException {
    ConfigReader reader = new ConfigReader(file, System.getenv());
    Supplier<TokenSection> token = reader.token();
    Supplier<AgentSection> agent = reader.agent();
    Supplier<AuditSettings> audit = reader.audit();
    if (reader.root.has("cloud")) {
      reader.cloud();
    }
    if (reader.root.has("policy")) {
      reader.policy();
    }
    if (reader.root.has("ledger")) {
      reader.ledger();
    }
    reader.refuseViolations();
    return new HsmConfig(token.get(), agent.get(), audit.get());
  }

  private void refuseViolations() throws ConfigurationException {
    root.refuseUnknown(RENAMED);
    if (!violations.isEmpty()) {
      throw new ConfigurationException(file, violations);
    }
  }

  private Path beside(String path) {
    return file.toAbsolutePath().resolveSibling(path);
  }

  private Supplier<CloudSettings> cloud() {
    ObjectReader cloud = root.object("cloud", SECTION);
    Supplier<String> region = cloud.required("region", ConfigForms.REGION);
    // With a separate endpoint, a queue's URL is only a name: nothing connects to it.
    Form<URI> queue =
        cloud.has("endpoint") ? ConfigForms.QUEUE_OF_ENDPOINT : ConfigForms.FIFO_QUEUE;
    Supplier<URI> jobs = cloud.required("jobs-queue-url", queue);
    Supplier<URI> results = cloud.required("results-queue-url", queue);
    Optional<VerificationKey> signingKey = signingKey(cloud);
    Optional<URI> endpoint = cloud.optional("endpoint", ConfigForms.ENDPOINT);
    Optional<SSLSocketFactory> authorities =
        cloud.optional(
            "ca-file",
            ConfigForms.file(
                "a file with CA certificates as PEM (-----BEGIN CERTIFICATE-----)",
                path ->
                    Outbound.authorities(GivenFile.read(beside(path), MAX_CERTIFICATES_BYTES))));
    Optional<HttpProxy> proxy = proxy();
    return () ->
        new CloudSettings(
            region.get(),
            jobs.get(),
            results.get(),
            signingKey.orElseThrow(),
            endpoint,
            new Outbound(proxy, authorities));
  }

  private Optional<VerificationKey> signingKey(ObjectReader cloud) {
    cloud.exactlyOne("signing-key", "signing-key-file");
    Optional<VerificationKey> inline = cloud.optional("signing-key", ConfigForms.SIGNING_KEY);
    Optional<VerificationKey> fromFile =
        cloud.optional(
            "signing-key-file",
            ConfigForms.file(
                "a file with " + ConfigForms.SIGNING_KEY.expected(),
                path -> PublicKeyFile.read(beside(path))));
    return inline.or(() -> fromFile);
  }

  private Optional<HttpProxy> proxy() {
    try {
      return HttpProxy.of(System::getProperty, environment);
    } catch (InvalidValueException e) {
      violations.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Supplier<TokenSection> token() {
    ObjectReader token = root.object("token", SECTION);
    Supplier<Path> library = token.required("library", ConfigForms.LIBRARY);
    Supplier<String> label = token.required("label", ConfigForms.text("the label of the token"));
    Optional<String> serial =
        token.optional("serial", ConfigForms.text("the serial number of the token"));
    Optional<String> parameters =
        token.optional("library-parameters", ConfigForms.text("the parameters of the library"));
    Optional<Path> pinFile =
        token.optional("pin-file", ConfigForms.file("the path of a file", this::beside));
    List<Usage> usages = token.set("key-template", ConfigForms.USAGE).orElse(ALL_USAGES);
    Duration call =
        token
            .optional("call-timeout-seconds", Form.integer(1, 600))
            .map(Duration::ofSeconds)
            .orElse(TokenSettings.CALL_LIMIT);
    int maxOutage = token.optional("max-outage-seconds", Form.integer(1, 86_400)).orElse(600);
    return () ->
        new TokenSection(
            new TokenSettings(library.get(), label.get(), serial, parameters, call),
            pinFile,
            new KeyTemplate(Set.copyOf(usages), KeyTemplate.LUNA_GUIDE.modifiable()),
            Duration.ofSeconds(maxOutage));
  }

  private Supplier<AgentSection> agent() {
    ObjectReader agent = root.objectOrEmpty("agent", SECTION);
    String label =
        agent
            .optional("key-label", ConfigForms.text("the label of the agent's signing key"))
            .orElse("keyferry-agent");
    int concurrency = agent.optional("concurrency", Form.integer(1, 16)).orElse(4);
    int port = agent.optional("port", Form.integer(0, 65535)).orElse(8686);
    int poll = agent.optional("poll-wait-seconds", Form.integer(1, 20)).orElse(20);
    int visibility = agent.optional("visibility-timeout-seconds", Form.integer(5, 3600)).orElse(30);
    return () ->
        new AgentSection(
            label, concurrency, port, Duration.ofSeconds(poll), Duration.ofSeconds(visibility));
  }

  private Supplier<Policy> policy() {
    ObjectReader policy = root.object("policy", SECTION);
    List<String> accounts = policy.requiredSet("accounts", ConfigForms.ACCOUNT);
    List<String> regions = policy.requiredSet("regions", ConfigForms.REGION);
    List<KeyPattern> keys =
        policy.set("keys", ConfigForms.KEY_PATTERN).orElse(List.of(KeyPattern.ANY));
    List<WrappingAlgorithm> algorithms =
        policy
            .set("wrapping-algorithms", ConfigForms.ALGORITHM)
            .orElse(
                List.of(
                    WrappingAlgorithm.RSAES_OAEP_SHA_256,
                    WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256));
    List<KeySpec> keySpecs =
        policy.set("key-specs", ConfigForms.KEY_SPEC).orElse(List.of(KeySpec.SYMMETRIC_DEFAULT));
    int minutes =
        policy.optional("max-job-age-minutes", Form.integer(1, DAY_MINUTES)).orElse(DAY_MINUTES);
    List<HsmKeyName> existing = policy.set("existing-keys", ConfigForms.HSM_KEY).orElse(List.of());
    boolean makeExtractable = policy.optional("make-extractable", Form.bool()).orElse(false);
    int bits = policy.optional("min-wrapping-key-bits", ConfigForms.KEY_BITS).orElse(4096);
    return () ->
        new Policy(
            new Policy.KmsKeys(
                Set.copyOf(accounts), Set.copyOf(regions), keys, Set.copyOf(keySpecs)),
            new Policy.Wrapping(Set.copyOf(algorithms), bits),
            new Policy.HsmKeys(Set.copyOf(existing), makeExtractable),
            Duration.ofMinutes(minutes));
  }

  private Supplier<AuditSettings> audit() {
    ObjectReader audit = root.object("audit", SECTION);
    Supplier<Path> directory = audit.required("directory", directory());
    int megabytes = audit.optional("max-file-megabytes", Form.integer(1, 1024)).orElse(16);
    return () -> new AuditSettings(directory.get(), (long) megabytes << 20);
  }

  private Supplier<Path> ledger() {
    return root.object("ledger", SECTION).required("directory", directory());
  }

  /** A directory of this user, because the agent must be able to read what is written there. */
  private Form<Path> directory() {
    return ConfigForms.file(
        "an existing directory that the agent can write to",
        text -> {
          Path directory = beside(text);
          AgentUser.demand(directory);
          if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
          }
          if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString());
          }
          return directory;
        });
  }
}
