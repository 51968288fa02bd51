package io.keyferry.kmsemulator.environment;

/**
 * What differs from one AWS account, or one day, to another.
 *
 * @param times how long rotations and replications take
 * @param requestQuotas what KMS throttles, in each Region separately
 * @param knownPrincipals whom a key policy or a grant may name
 * @param checksLockOut whether a key policy must let the account's root change it again
 */
public record KmsBehavior(
    KmsTimes times,
    RequestQuotas requestQuotas,
    KnownPrincipals knownPrincipals,
    boolean checksLockOut) {

  /** Recorded times, no request quotas, all principals known, the lock-out check enabled. */
  public static KmsBehavior usual() {
    return new KmsBehavior(
        KmsTimes.recorded(), RequestQuotas.none(), KnownPrincipals.everybody(), true);
  }
}
