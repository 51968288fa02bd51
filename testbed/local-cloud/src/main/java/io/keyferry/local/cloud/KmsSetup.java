package io.keyferry.local.cloud;

import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.environment.RequestQuotas;
import java.time.InstantSource;
import java.util.List;

/**
 * How the KMS emulator of a local cloud is set up.
 *
 * @param otherRegions the emulated Regions in addition to the cloud's own
 * @param clock its time
 */
public record KmsSetup(
    List<String> otherRegions, KmsTimes times, RequestQuotas requestQuotas, InstantSource clock) {

  public KmsSetup {
    otherRegions = List.copyOf(otherRegions);
  }

  /** One Region, recorded times, no quotas, the system's clock. */
  public static KmsSetup usual() {
    return new KmsSetup(
        List.of(), KmsTimes.recorded(), RequestQuotas.none(), InstantSource.system());
  }
}
