package io.keyferry.local.cloud;

import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.environment.RequestQuotas;
import java.time.InstantSource;
import java.util.List;

/**
 * What is set up of the KMS emulator of a local cloud.
 *
 * @param otherRegions what it plays beside the cloud's own
 * @param clock the time in it
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
