package io.keyferry.cloud;

import io.keyferry.model.value.InvalidValueException;
import java.util.List;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The partitions in which KeyFerry works. In the China Regions KMS imports other keys under other
 * algorithms; of the isolated ones and the European Sovereign Cloud ({@code aws-eusc}) nobody has
 * checked what KMS, its endpoints and its condition keys are there.
 */
final class Partitions {

  private static final List<String> SERVED = List.of("aws", "aws-us-gov");

  static final String EXPECTED =
      "a Region of a partition that KeyFerry serves (" + String.join(", ", SERVED) + ")";

  private Partitions() {}

  /**
   * @return the Region, which is one of them
   * @throws InvalidValueException if it is not
   */
  static String check(String region) {
    PartitionMetadata partition = PartitionMetadata.of(Region.of(region));
    // The SDK takes a Region that it does not know for one of aws.
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
