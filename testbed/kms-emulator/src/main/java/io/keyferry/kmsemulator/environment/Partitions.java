package io.keyferry.kmsemulator.environment;

import io.keyferry.kmsemulator.value.InvalidValueException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/**
 * The AWS partitions that the emulator supports. In the China Regions a symmetric key has 16 bytes
 * (SM4), SM2 replaces some specs and RSA_AES_KEY_WRAP is not offered; of the isolated partitions
 * nothing is recorded.
 */
public final class Partitions {

  static final List<String> SUPPORTED = List.of("aws", "aws-us-gov");

  private Partitions() {}

  /**
   * The partition of a Region, for example {@code aws-us-gov}.
   *
   * @throws InvalidValueException if AWS has no such Region, or the emulator does not support its
   *     partition
   */
  public static String of(String region) {
    return known(region)
        .filter(SUPPORTED::contains)
        .orElseThrow(() ->
            InvalidValueException.of(
                "an AWS Region of the partitions "
                    + String.join(" and ", SUPPORTED)
                    + ", the only ones that the emulator supports",
                region + known(region).map(name -> " of partition " + name).orElse("")));
  }

  private static Optional<String> known(String region) {
    return Optional.of(region)
        .filter(name -> !name.isBlank())
        .map(Region::of)
        .filter(named -> !named.isGlobalRegion())
        .flatMap(named -> Optional.ofNullable(RegionMetadata.of(named)))
        .map(RegionMetadata::partition)
        .map(PartitionMetadata::id);
  }
}
