package io.keyferry.infra.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the settings from the value of the context key {@value #KEY}. */
public final class SettingsReader {

  /** The one context key. */
  public static final String KEY = "keyferry";

  private final Path folder;
  private final InstantSource clock;

  /**
   * A reader of settings in that folder.
   *
   * @param folder to which the paths in the settings are relative
   */
  public SettingsReader(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Reads the settings.
   *
   * @param source where they come from, for messages
   * @throws SettingsException with all faults at once
   */
  public Settings read(@Nullable Object value, String source) throws SettingsException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new SettingsException(
          source, List.of(Faults.line(KEY, "an object with the settings", Faults.shown(value))));
    }
    Faults faults = new Faults();
    Settings settings = read(new Section(KEY, map, faults));
    faults.refuseIfAny(source);
    return settings;
  }

  private Settings read(Section section) {
    TextFile files = new TextFile(folder);
    List<Agent> agents = new AgentsReader(files).read(section);
    Optional<String> authority = certificateAuthority(section, files, agents);
    List<String> accounts = section.list("accounts", Forms.ACCOUNT, List.of());
    RequestLimits limits = limits(section);
    Optional<String> email = section.optional("alarmEmail", Forms.EMAIL);
    Retention retention =
        new Retention(
            section.withDefault("keepFailed", Forms.KEEP_FAILED, Duration.ofDays(400)),
            section.withDefault("logRetentionDays", Forms.LOG_RETENTION_DAYS, 180));
    Compute compute = compute(section);
    Alerts alerts =
        new Alerts(email, section.withDefault("expiryWarningDays", Forms.EXPIRY_WARNING_DAYS, 14));
    section.refuseUnknown();
    return new Settings(agents, authority, accounts, limits, retention, alerts, compute);
  }

  private static RequestLimits limits(Section section) {
    RequestLimits limits =
        new RequestLimits(
            section.list(
                "wrappingAlgorithms",
                Forms.WRAPPING_ALGORITHM,
                List.of("RSAES_OAEP_SHA_256", "RSA_AES_KEY_WRAP_SHA_256")),
            section.list("wrappingKeySpecs", Forms.WRAPPING_KEY_SPEC, List.of("RSA_4096")),
            section.list("keySpecs", Forms.KEY_SPEC, List.of("SYMMETRIC_DEFAULT")),
            section.withDefault("jobLifetime", Forms.JOB_LIFETIME, Duration.ofHours(12)),
            section.list("tagKeys", Forms.TAG_KEY, List.of()),
            section.withDefault("allowEvenIfDisabled", Form.trueOrFalse(), false));
    new WrapChoices(limits).refuseKindsThatNothingWraps(section);
    return limits;
  }

  private static Compute compute(Section section) {
    Compute compute =
        new Compute(
            section.withDefault("tracing", Form.trueOrFalse(), false),
            section.withDefault("reservedConcurrency", Form.trueOrFalse(), true),
            section.optional("lambdaConcurrencyLimit", Forms.CONCURRENCY_LIMIT));
    int min = Compute.RESERVED + Compute.UNRESERVED;
    compute
        .concurrencyLimit()
        .filter(limit -> compute.reservedConcurrency() && limit < min)
        .ifPresent(limit ->
            section.fault(
                "lambdaConcurrencyLimit",
                "at least %d, as the functions reserve %d and Lambda keeps %d unreserved"
                    .formatted(min, Compute.RESERVED, Compute.UNRESERVED),
                limit
                    + ": have it raised (Service Quotas, Lambda, Concurrent executions), or set"
                    + " reservedConcurrency to false"));
    return compute;
  }

  private Optional<String> certificateAuthority(
      Section section, TextFile files, List<Agent> agents) {
    Optional<String> authority =
        files.inlineOrFile(section, "certificateAuthority", Forms.certificateAuthority(clock));
    boolean needed =
        agents.stream().anyMatch(a -> a.identity() instanceof Agent.Identity.Certificate);
    if (needed
        && !section.has("certificateAuthority")
        && !section.has("certificateAuthorityFile")) {
      section.fault(
          "certificateAuthority",
          "the CA certificate of the agents that have a certificateSubject, or"
              + " certificateAuthorityFile",
          "neither");
    }
    return authority;
  }
}
