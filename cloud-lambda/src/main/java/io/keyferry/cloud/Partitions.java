package io.keyferry.cloud;

import io.keyferry.model.value.InvalidValueException;
import java.util.List;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The partitions that KeyFerry serves. In the China Regions KMS imports other keys under other
 * algorithms; in the isolated partitions and the European Sovereign Cloud ({@code aws-eusc}) KMS,
 * its endpoints and its condition keys are untested.
 */
final class Partitions {

  private static final List<String> SERVED = List.of("aws", "aws-us-gov");

  static final String EXPECTED =
      "a Region of a partition that KeyFerry serves (" + String.join(", ", SERVED) + ")";

  private Partitions() {}

  /**
   * @return the Region
   * @throws InvalidValueException if it is not
   */
  static String check(String region) {
    PartitionMetadata partition = PartitionMetadata.of(Region.of(region));
    // The SDK assigns an unknown Region to the partition aws.
    if (!region.matches(partition.regionRegex())) {
      throw InvalidValueException.of(EXPECTED, region + ": deploy in another Region");
    }
    if (!SERVED.contains(partition.id())) {
      throw InvalidValueException.of(
          EXPECTED, region + " of " + partition.id() + ": deploy in another Region");
    }
    return region;
  }
}
