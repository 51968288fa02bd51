package io.keyferry.agent.config;

import io.keyferry.agent.job.check.KeyPattern;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The section {@code policy}. */
final class PolicySection {

  private static final int DAY_MINUTES = 24 * 60;

  private PolicySection() {}

  static Supplier<Policy> read(Section section) {
    Supplier<List<String>> accounts = section.requiredList("accounts", ConfigForms.ACCOUNT);
    Supplier<List<String>> regions = section.requiredList("regions", ConfigForms.REGION);
    Supplier<List<KeyPattern>> keys =
        section.listWithDefault("keys", ConfigForms.KEY_PATTERN, List.of(KeyPattern.ANY));
    Supplier<List<WrappingAlgorithm>> algorithms =
        section.listWithDefault(
            "wrapping-algorithms",
            ConfigForms.ALGORITHM,
            List.of(
                WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256));
    Supplier<List<KeySpec>> keySpecs =
        section.listWithDefault(
            "key-specs", ConfigForms.KEY_SPEC, List.of(KeySpec.SYMMETRIC_DEFAULT));
    Supplier<Integer> minutes =
        section.withDefault("max-job-age-minutes", Form.wholeNumber(1, DAY_MINUTES), DAY_MINUTES);
    Supplier<List<HsmKeyName>> existing =
        section.listWithDefault("existing-keys", ConfigForms.HSM_KEY, List.of());
    Supplier<Boolean> makeExtractable =
        section.withDefault("make-extractable", Form.trueOrFalse(), false);
    Supplier<Integer> bits =
        section.withDefault("min-wrapping-key-bits", ConfigForms.KEY_BITS, 4096);
    section.refuseUnknown();
    return () ->
        new Policy(
            new Policy.KmsKeys(
                Set.copyOf(accounts.get()),
                Set.copyOf(regions.get()),
                keys.get(),
                Set.copyOf(keySpecs.get())),
            new Policy.Wrapping(Set.copyOf(algorithms.get()), bits.get()),
            new Policy.HsmKeys(Set.copyOf(existing.get()), makeExtractable.get()),
            Duration.ofMinutes(minutes.get()));
  }
}
