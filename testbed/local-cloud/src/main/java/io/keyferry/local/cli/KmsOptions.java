package io.keyferry.local.cli;

import io.keyferry.kmsemulator.KmsEmulatorSettings;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.run.KmsOfRun;
import io.keyferry.model.value.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options for the KMS emulator. */
final class KmsOptions {

  private static final String HOME = CloudSettings.REGION.id();
  private static final long MAX_ROTATION_SECONDS = 86_400;

  @Option(
      names = "--kms-quotas",
      description =
          "Let the KMS emulator throttle as AWS does, for example GetParametersForImport to one a"
              + " second.")
  private boolean quotas;

  @Option(
      names = "--regions",
      split = ",",
      defaultValue = "eu-west-1",
      paramLabel = "REGION",
      description =
          "The Regions that the KMS emulator plays, the home Region first (default: eu-west-1)."
              + " Multi-Region keys work between them.")
  private List<String> regions = List.of();

  @Option(
      names = "--rotation-seconds",
      paramLabel = "N",
      description =
          "How long RotateKeyOnDemand takes, 0 to 86400 (default: 50, the shortest recorded on"
              + " AWS).")
  private Optional<Long> rotationSeconds = Optional.empty();

  /**
   * The options, which go together.
   *
   * @throws ParameterException if a Region is none that the emulator plays, or a time is out of
   *     range
   */
  KmsOfRun checked(CommandLine command) {
    long rotation = rotationSeconds.orElse(0L);
    if (rotation < 0 || rotation > MAX_ROTATION_SECONDS) {
      throw new ParameterException(
          command,
          "expected --rotation-seconds between 0 and %d, found %d"
              .formatted(MAX_ROTATION_SECONDS, rotation));
    }
    try {
      KmsEmulatorSettings.of(regions.getFirst(), CloudSettings.ACCOUNT)
          .withOtherRegions(regions.subList(1, regions.size()));
    } catch (InvalidValueException e) {
      throw new ParameterException(command, "--regions: " + e.getMessage(), e);
    }
    return new KmsOfRun(quotas, regions, rotationSeconds.map(Duration::ofSeconds));
  }

  /**
   * The same where the cloud half runs as well, which is in one Region only.
   *
   * @throws ParameterException if that is not the first
   */
  KmsOfRun besideTheCloudHalf(CommandLine command) {
    KmsOfRun kms = checked(command);
    if (!kms.regions().getFirst().equals(HOME)) {
      throw new ParameterException(
          command,
          "expected --regions to begin with %s, where the cloud half runs, found %s: put %s first, or add --kms-only"
              .formatted(HOME, kms.regions().getFirst(), HOME));
    }
    return kms;
  }
}
