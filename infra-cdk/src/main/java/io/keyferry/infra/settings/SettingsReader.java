package io.keyferry.infra.settings;

import io.keyferry.model.deployment.FunctionSpec;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the settings from the value of the context key {@value #KEY}. */
public final class SettingsReader {

  /** The only context key. */
  public static final String KEY = "keyferry";

  private final Path folder;
  private final InstantSource clock;

  /**
   * A reader of settings in that folder.
   *
   * @param folder the folder to which paths in the settings are relative
   */
  public SettingsReader(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Reads the settings.
   *
   * @param source where they come from, for messages
   * @throws SettingsException with all violations at once
   */
  public Settings read(@Nullable Object value, String source) throws SettingsException {
    List<Violation> violations = new ArrayList<>();
    ObjectReader reader =
        ObjectReader.of(KEY, json(value), "an object with the settings", violations::add);
    Settings settings = read(reader);
    reader.refuseUnknown();
    if (!violations.isEmpty()) {
      throw new SettingsException(source, violations.stream().map(Violation::toString).toList());
    }
    return settings;
  }

  /** Converts JSON from its Java form. */
  private static Json json(@Nullable Object value) {
    return switch (value) {
      case null -> new Json.Null();
      case Map<?, ?> map -> {
        Map<String, Json> fields = new LinkedHashMap<>();
        map.forEach((name, field) -> fields.put(String.valueOf(name), json(field)));
        yield new Json.Obj(fields, List.of());
      }
      case List<?> list -> new Json.Arr(list.stream().map(SettingsReader::json).toList());
      case Number number -> new Json.Num(number.toString());
      case Boolean decided -> new Json.Bool(decided);
      default -> new Json.Text(value.toString());
    };
  }

  private Settings read(ObjectReader settings) {
    TextFile files = new TextFile(folder);
    List<Agent> agents = new AgentsReader(files).read(settings);
    Optional<String> authority = certificateAuthority(settings, files, agents);
    List<String> accounts = settings.set("accounts", Forms.ACCOUNT).orElse(List.of());
    RequestLimits limits = limits(settings);
    Optional<String> email = settings.optional("alarmEmail", Forms.EMAIL);
    Retention retention =
        new Retention(
            settings.optional("keepFailed", Forms.KEEP_FAILED).orElse(Duration.ofDays(400)),
            settings.optional("logRetentionDays", Forms.LOG_RETENTION_DAYS).orElse(180));
    Compute compute = compute(settings);
    Alerts alerts =
        new Alerts(
            email, settings.optional("expiryWarningDays", Forms.EXPIRY_WARNING_DAYS).orElse(14));
    return new Settings(agents, authority, accounts, limits, retention, alerts, compute);
  }

  private static RequestLimits limits(ObjectReader settings) {
    RequestLimits limits =
        new RequestLimits(
            settings
                .set("wrappingAlgorithms", Forms.WRAPPING_ALGORITHM)
                .orElse(
                    List.of(
                        WrappingAlgorithm.RSAES_OAEP_SHA_256,
                        WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256)),
            settings
                .set("wrappingKeySpecs", Forms.WRAPPING_KEY_SPEC)
                .orElse(List.of(WrappingKeySpec.RSA_4096)),
            settings.set("keySpecs", Forms.KEY_SPEC).orElse(List.of(KeySpec.SYMMETRIC_DEFAULT)),
            settings.optional("jobLifetime", Forms.JOB_LIFETIME).orElse(Duration.ofHours(12)),
            settings.set("tagKeys", Forms.TAG_KEY).orElse(List.of()),
            settings.optional("allowEvenIfDisabled", Form.bool()).orElse(false));
    new WrapChoices(limits).refuseKindsThatNothingWraps(settings);
    return limits;
  }

  private static Compute compute(ObjectReader settings) {
    Compute compute =
        new Compute(
            settings.optional("tracing", Form.bool()).orElse(false),
            settings.optional("reservedConcurrency", Form.bool()).orElse(true),
            settings.optional("lambdaConcurrencyLimit", Forms.CONCURRENCY_LIMIT));
    int reserved = FunctionSpec.reservedByAll();
    int min = reserved + Compute.UNRESERVED;
    compute
        .concurrencyLimit()
        .filter(limit -> compute.reservedConcurrency() && limit < min)
        .ifPresent(limit ->
            settings.violation(
                "lambdaConcurrencyLimit",
                "at least %d, because the functions reserve %d and Lambda keeps %d unreserved"
                    .formatted(min, reserved, Compute.UNRESERVED),
                limit
                    + ": have it raised (Service Quotas, Lambda, Concurrent executions), or set"
                    + " reservedConcurrency to false"));
    return compute;
  }

  private Optional<String> certificateAuthority(
      ObjectReader settings, TextFile files, List<Agent> agents) {
    Optional<String> authority =
        files.inlineOrFile(settings, "certificateAuthority", Forms.certificateAuthority(clock));
    boolean needed =
        agents.stream().anyMatch(a -> a.identity() instanceof Agent.Identity.Certificate);
    if (needed
        && !settings.has("certificateAuthority")
        && !settings.has("certificateAuthorityFile")) {
      settings.violation(
          "certificateAuthority",
          "the CA certificate of the agents that have a certificateSubject, or"
              + " certificateAuthorityFile",
          "neither");
    }
    return authority;
  }
}
