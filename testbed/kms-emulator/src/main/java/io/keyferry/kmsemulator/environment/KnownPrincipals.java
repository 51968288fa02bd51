package io.keyferry.kmsemulator.environment;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which principals KMS finds in IAM. A new role or user takes seconds to become visible to KMS;
 * until then a key policy or a grant that names it is refused.
 */
@FunctionalInterface
public interface KnownPrincipals {

  /**
   * Called once each time a request names the principal.
   *
   * @param arn of a role, a user, a session or an account's root
   */
  boolean contain(String arn);

  /** Every principal exists. */
  static KnownPrincipals everybody() {
    return arn -> true;
  }

  /** A copy in which this principal is unknown the first times that it is named. */
  default KnownPrincipals exceptFirst(int times, String principal) {
    AtomicInteger left = new AtomicInteger(times);
    return arn ->
        arn.equals(principal)
            ? left.getAndUpdate(count -> Math.max(0, count - 1)) == 0
            : contain(arn);
  }

  /** A copy in which this principal is unknown before that time. */
  default KnownPrincipals exceptBefore(Instant time, InstantSource clock, String principal) {
    return arn -> arn.equals(principal) ? !clock.instant().isBefore(time) : contain(arn);
  }
}
