package io.keyferry.kmsemulator.cli;

import io.keyferry.kmsemulator.KmsEmulatorSettings;
import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.environment.RequestQuotas;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.value.InvalidValueException;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that set up the emulator, for its own main and for programs that embed it. */
public final class EmulatorOptions {

  private static final long MAX_ROTATION_SECONDS = 86_400;
  private static final int KEY_PAIRS_AHEAD = 2;

  @Option(
      names = "--kms-quotas",
      description =
          "Throttle as AWS does, for example GetParametersForImport to one request per second.")
  private boolean quotas;

  @Option(
      names = "--regions",
      split = ",",
      defaultValue = "eu-west-1",
      paramLabel = "REGION",
      description =
          "The Regions of the KMS emulator, the home Region first (default: eu-west-1)."
              + " Multi-Region keys work between them.")
  private List<String> regions = List.of();

  @Option(
      names = "--rotation-seconds",
      paramLabel = "N",
      description =
          "How long RotateKeyOnDemand takes, 0 to 86400 (default: 50, the shortest recorded on"
              + " AWS).")
  private Optional<Long> rotationSeconds = Optional.empty();

  /** Whether the emulator throttles as AWS does. */
  public boolean quotas() {
    return quotas;
  }

  /** The Regions, the home Region first. */
  public List<String> regions() {
    return List.copyOf(regions);
  }

  /** How long {@code RotateKeyOnDemand} takes; as recorded on AWS if empty. */
  public Optional<Duration> rotation() {
    return rotationSeconds.map(Duration::ofSeconds);
  }

  /**
   * Returns settings with a free port and two RSA-4096 wrapping key pairs kept ready.
   *
   * @param account twelve digits
   * @throws ParameterException if the emulator does not support a Region, or a time is out of range
   */
  public KmsEmulatorSettings settings(CommandLine command, String account) {
    long seconds = rotationSeconds.orElse(0L);
    if (seconds < 0 || seconds > MAX_ROTATION_SECONDS) {
      throw new ParameterException(
          command,
          "expected --rotation-seconds between 0 and %d, found %d"
              .formatted(MAX_ROTATION_SECONDS, seconds));
    }
    KmsTimes recorded = KmsTimes.recorded();
    try {
      return KmsEmulatorSettings.of(regions.getFirst(), account)
          .withOtherRegions(regions.subList(1, regions.size()))
          .withTimes(new KmsTimes(rotation().orElse(recorded.rotation()), recorded.replication()))
          .withRequestQuotas(
              quotas ? RequestQuotas.ofAws(regions.getFirst()) : RequestQuotas.none())
          .withWrappingKeys(
              WrappingKeySupply.ahead(Map.of(WrappingKeySpec.RSA_4096, KEY_PAIRS_AHEAD)));
    } catch (InvalidValueException e) {
      throw new ParameterException(command, "--regions: " + e.getMessage(), e);
    }
  }
}
