package io.keyferry.kmsemulator.environment;

import io.keyferry.kmsemulator.value.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * KMS's request quotas: how many requests a second an account has in a Region. Every cryptographic
 * operation draws on a shared quota, every other operation on its own.
 *
 * @param perSecond by the name of the operation or shared quota; an absent name has no quota
 */
public record RequestQuotas(Map<String, Integer> perSecond) {

  public static final String RSA = "Cryptographic operations (RSA)";
  public static final String ECC = "Cryptographic operations (ECC)";
  public static final String SYMMETRIC = "Cryptographic operations (symmetric)";

  private static final Set<String> LARGEST_REGIONS = Set.of("us-east-1", "us-west-2", "eu-west-1");

  private static final Map<String, Integer> AWS =
      Map.ofEntries(
          Map.entry("GetParametersForImport", 1),
          Map.entry("ImportKeyMaterial", 15),
          Map.entry("DeleteImportedKeyMaterial", 15),
          Map.entry("RotateKeyOnDemand", 5),
          Map.entry("GetKeyRotationStatus", 1000),
          Map.entry("ListKeyRotations", 100),
          Map.entry("CreateKey", 5),
          Map.entry("ReplicateKey", 5),
          Map.entry("DescribeKey", 2000),
          Map.entry("GetPublicKey", 2000),
          Map.entry("GetKeyLastUsage", 5),
          Map.entry("ListKeys", 500),
          Map.entry("EnableKey", 5),
          Map.entry("DisableKey", 5),
          Map.entry("ScheduleKeyDeletion", 15),
          Map.entry("CancelKeyDeletion", 5),
          Map.entry("CreateAlias", 5),
          Map.entry("UpdateAlias", 5),
          Map.entry("DeleteAlias", 15),
          Map.entry("ListAliases", 500),
          Map.entry("TagResource", 10),
          Map.entry("UntagResource", 5),
          Map.entry("PutKeyPolicy", 15),
          Map.entry("GetKeyPolicy", 1000),
          Map.entry("CreateGrant", 50),
          Map.entry(RSA, 1000),
          Map.entry(ECC, 1000));

  private static final int MAX_PER_SECOND = 1_000_000;

  /**
   * Validates the quotas.
   *
   * @throws InvalidValueException if a quota is less than 1 or more than 1,000,000
   */
  public RequestQuotas {
    for (var quota : perSecond.entrySet()) {
      if (quota.getValue() < 1 || quota.getValue() > MAX_PER_SECOND) {
        throw InvalidValueException.of(
            "a request quota from 1 to " + MAX_PER_SECOND + " a second",
            quota.getKey() + " with " + quota.getValue());
      }
    }
    perSecond = Map.copyOf(perSecond);
  }

  /** No request is throttled. */
  public static RequestQuotas none() {
    return new RequestQuotas(Map.of());
  }

  /**
   * The default quotas of an account (fact sheet 5.1). The symmetric quota is 100,000 in the
   * largest Regions; elsewhere the emulator uses 10,000, although some have 20,000.
   */
  public static RequestQuotas ofAws(String region) {
    return new RequestQuotas(AWS)
        .with(SYMMETRIC, LARGEST_REGIONS.contains(region) ? 100_000 : 10_000);
  }

  /**
   * A copy with another quota for one operation.
   *
   * @param quota for example {@code ImportKeyMaterial}
   * @throws InvalidValueException if it is less than 1 or more than 1,000,000
   */
  public RequestQuotas with(String quota, int newPerSecond) {
    Map<String, Integer> quotas = new HashMap<>(perSecond);
    quotas.put(quota, newPerSecond);
    return new RequestQuotas(quotas);
  }
}
