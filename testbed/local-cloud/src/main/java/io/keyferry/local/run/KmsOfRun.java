package io.keyferry.local.run;

import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.environment.RequestQuotas;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.KmsSetup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The KMS emulator of a run, as far as the command line configures it.
 *
 * @param quotas whether it throttles as AWS does
 * @param regions the emulated Regions, the home Region first
 * @param rotation how long {@code RotateKeyOnDemand} takes; as recorded if empty
 */
public record KmsOfRun(boolean quotas, List<String> regions, Optional<Duration> rotation) {

  public KmsOfRun {
    regions = List.copyOf(regions);
  }

  /** The home Region alone, without quotas, with recorded times. */
  public static KmsOfRun usual() {
    return new KmsOfRun(false, List.of(CloudSettings.REGION.id()), Optional.empty());
  }

  /** The emulator's setup. */
  public KmsSetup setup() {
    KmsTimes recorded = KmsTimes.recorded();
    return new KmsSetup(
        regions.subList(1, regions.size()),
        new KmsTimes(rotation.orElse(recorded.rotation()), recorded.replication()),
        quotas ? RequestQuotas.ofAws(regions.getFirst()) : RequestQuotas.none(),
        InstantSource.system());
  }

  /** The same as command-line options for another process. */
  List<String> arguments() {
    List<String> words =
        new ArrayList<>(
            List.of("--kms-quotas=" + quotas, "--regions=" + String.join(",", regions)));
    rotation.ifPresent(time -> words.add("--rotation-seconds=" + time.toSeconds()));
    return words;
  }
}
