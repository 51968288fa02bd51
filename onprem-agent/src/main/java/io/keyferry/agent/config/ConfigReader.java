package io.keyferry.agent.config;

import io.keyferry.agent.config.AgentConfig.AgentSection;
import io.keyferry.agent.config.AgentConfig.TokenSection;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.KeyTemplate.Usage;
import io.keyferry.agent.hsm.TokenSettings;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.agent.job.queue.CloudSettings;
import io.keyferry.agent.job.queue.HttpProxy;
import io.keyferry.agent.job.queue.Outbound;
import io.keyferry.evidence.log.AuditSettings;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.VerificationKey;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/** Reads {@code agent.yml}. Relative paths of files are relative to the file's own folder. */
public final class ConfigReader {

  /** More than all authorities of the world. */
  private static final int MAX_CERTIFICATES_BYTES = 1 << 20;

  private static final List<Usage> ALL_USAGES =
      KeyTemplate.LUNA_GUIDE.usages().stream().sorted().toList();

  private final Path file;
  private final Map<String, String> environment;

  private ConfigReader(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * Reads the whole file.
   *
   * @throws ConfigurationException with all faults at once
   */
  public static AgentConfig read(Path file) throws ConfigurationException {
    return read(file, System.getenv());
  }

  /**
   * Reads the whole file.
   *
   * @param environment names the proxy
   * @throws ConfigurationException with all faults at once
   */
  public static AgentConfig read(Path file, Map<String, String> environment)
      throws ConfigurationException {
    Faults faults = new Faults();
    Section root = new Section("", YamlFile.read(file), faults);
    ConfigReader reader = new ConfigReader(file.toAbsolutePath(), environment);
    Supplier<CloudSettings> cloud = reader.cloud(root.section("cloud"));
    Supplier<TokenSection> token = reader.token(root.section("token"));
    Supplier<AgentSection> agent = agent(root.sectionOrDefaults("agent"));
    Supplier<Policy> policy = PolicySection.read(root.section("policy"));
    Supplier<AuditSettings> audit = reader.audit(root.section("audit"));
    Supplier<Path> ledger = reader.ledger(root.section("ledger"));
    root.refuseUnknown();
    if (!faults.lines().isEmpty()) {
      throw new ConfigurationException(file, faults.lines());
    }
    return new AgentConfig(
        cloud.get(), token.get(), agent.get(), policy.get(), audit.get(), ledger.get());
  }

  /**
   * Reads what concerns the HSM and its audit log alone, so that an agent can be enrolled before
   * there is a cloud half. The other sections may be missing; where they are there, they are
   * checked.
   *
   * @throws ConfigurationException with all faults at once
   */
  public static HsmConfig readHsm(Path file) throws ConfigurationException {
    Faults faults = new Faults();
    Section root = new Section("", YamlFile.read(file), faults);
    ConfigReader reader = new ConfigReader(file.toAbsolutePath(), System.getenv());
    Supplier<TokenSection> token = reader.token(root.section("token"));
    Supplier<AgentSection> agent = agent(root.sectionOrDefaults("agent"));
    Supplier<AuditSettings> audit = reader.audit(root.section("audit"));
    if (root.has("cloud")) {
      reader.cloud(root.section("cloud"));
    }
    if (root.has("policy")) {
      PolicySection.read(root.section("policy"));
    }
    if (root.has("ledger")) {
      reader.ledger(root.section("ledger"));
    }
    root.refuseUnknown();
    if (!faults.lines().isEmpty()) {
      throw new ConfigurationException(file, faults.lines());
    }
    return new HsmConfig(token.get(), agent.get(), audit.get());
  }

  private Supplier<CloudSettings> cloud(Section section) {
    Supplier<String> region = section.required("region", ConfigForms.REGION);
    // With an endpoint of its own, a queue's URL is a name to which nothing connects.
    Form<URI> queue =
        section.has("endpoint") ? ConfigForms.QUEUE_OF_ENDPOINT : ConfigForms.FIFO_QUEUE;
    Supplier<URI> jobs = section.required("jobs-queue-url", queue);
    Supplier<URI> results = section.required("results-queue-url", queue);
    Supplier<VerificationKey> signingKey = signingKey(section);
    Supplier<Optional<URI>> endpoint = section.optional("endpoint", ConfigForms.ENDPOINT);
    Supplier<Optional<SSLSocketFactory>> authorities =
        section.optional(
            "ca-file",
            Form.ofFile(
                "a file with certificates of authorities as PEM (-----BEGIN CERTIFICATE-----)",
                path ->
                    Outbound.authorities(
                        GivenFile.read(file.resolveSibling(path), MAX_CERTIFICATES_BYTES))));
    Supplier<Optional<HttpProxy>> proxy = proxy(section);
    section.refuseUnknown();
    return () ->
        new CloudSettings(
            region.get(),
            jobs.get(),
            results.get(),
            signingKey.get(),
            endpoint.get(),
            new Outbound(proxy.get(), authorities.get()));
  }

  private Supplier<VerificationKey> signingKey(Section section) {
    Supplier<Optional<VerificationKey>> inline =
        section.optional("signing-key", ConfigForms.SIGNING_KEY);
    Supplier<Optional<VerificationKey>> fromFile =
        section.optional(
            "signing-key-file",
            Form.ofFile(
                "a file with " + ConfigForms.SIGNING_KEY.expected(),
                path -> PublicKeyFile.read(file.resolveSibling(path))));
    if (section.has("signing-key") == section.has("signing-key-file")) {
      section.fault(
          "signing-key",
          "exactly one of signing-key and signing-key-file",
          section.has("signing-key") ? "both" : "neither");
    }
    return () -> inline.get().or(fromFile).orElseThrow();
  }

  private Supplier<Optional<HttpProxy>> proxy(Section section) {
    try {
      Optional<HttpProxy> proxy = HttpProxy.of(System::getProperty, environment);
      return () -> proxy;
    } catch (InvalidValueException e) {
      section.fault(String.valueOf(e.getMessage()));
      return Optional::empty;
    }
  }

  private Supplier<TokenSection> token(Section section) {
    Supplier<Path> library = section.required("library", ConfigForms.LIBRARY);
    Supplier<String> label = section.required("label", ConfigForms.text("the label of the token"));
    Supplier<Optional<String>> serial =
        section.optional("serial", ConfigForms.text("the serial number of the token"));
    Supplier<Optional<String>> parameters =
        section.optional("library-parameters", ConfigForms.text("the parameters of the library"));
    Supplier<Optional<Path>> pinFile = section.optional("pin-file", ConfigForms.PATH);
    Supplier<List<Usage>> usages =
        section.listWithDefault("key-template", ConfigForms.USAGE, ALL_USAGES);
    Supplier<Integer> call =
        section.withDefault(
            "call-timeout-seconds",
            Form.wholeNumber(1, 600),
            Math.toIntExact(TokenSettings.CALL_LIMIT.toSeconds()));
    Supplier<Integer> giveUp =
        section.withDefault("max-outage-seconds", Form.wholeNumber(1, 86_400), 600);
    section.refuseUnknown();
    return () ->
        new TokenSection(
            new TokenSettings(
                library.get(),
                label.get(),
                serial.get(),
                parameters.get(),
                Duration.ofSeconds(call.get())),
            pinFile.get().map(file::resolveSibling),
            new KeyTemplate(Set.copyOf(usages.get()), KeyTemplate.LUNA_GUIDE.modifiable()),
            Duration.ofSeconds(giveUp.get()));
  }

  private static Supplier<AgentSection> agent(Section section) {
    Supplier<String> label =
        section.withDefault(
            "key-label",
            ConfigForms.text("the label of the agent's signing key"),
            "keyferry-agent");
    Supplier<Integer> concurrency = section.withDefault("concurrency", Form.wholeNumber(1, 16), 4);
    Supplier<Integer> port = section.withDefault("port", Form.wholeNumber(0, 65535), 8686);
    Supplier<Integer> poll = section.withDefault("poll-wait-seconds", Form.wholeNumber(1, 20), 20);
    Supplier<Integer> visibility =
        section.withDefault("visibility-timeout-seconds", Form.wholeNumber(5, 3600), 30);
    section.refuseUnknown();
    return () ->
        new AgentSection(
            label.get(),
            concurrency.get(),
            port.get(),
            Duration.ofSeconds(poll.get()),
            Duration.ofSeconds(visibility.get()));
  }

  private Supplier<AuditSettings> audit(Section section) {
    Supplier<Path> directory = section.required("directory", directory());
    Supplier<Integer> megabytes =
        section.withDefault("max-file-megabytes", Form.wholeNumber(1, 1024), 16);
    section.refuseUnknown();
    return () -> new AuditSettings(directory.get(), (long) megabytes.get() << 20);
  }

  private Supplier<Path> ledger(Section section) {
    Supplier<Path> directory = section.required("directory", directory());
    section.refuseUnknown();
    return directory;
  }

  /** Of this user, as whatever is written there must stay readable for the agent. */
  private Form<Path> directory() {
    return Form.ofFile(
        "an existing directory that the agent can write",
        text -> {
          Path directory = file.resolveSibling(text);
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
