package io.keyferry.local.cloud;

import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.environment.RequestQuotas;
import java.util.List;

/**
 * What is set up of the KMS emulator of a local cloud.
 *
 * @param otherRegions what it plays beside the cloud's own
 */
public record KmsSetup(List<String> otherRegions, KmsTimes times, RequestQuotas requestQuotas) {

  public KmsSetup {
    otherRegions = List.copyOf(otherRegions);
  }

  /** One Region, recorded times, no quotas. */
  public static KmsSetup usual() {
    return new KmsSetup(List.of(), KmsTimes.recorded(), RequestQuotas.none());
  }
}
