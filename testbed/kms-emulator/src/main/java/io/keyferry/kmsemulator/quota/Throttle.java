package io.keyferry.kmsemulator.quota;

import io.keyferry.kmsemulator.environment.RequestQuotas;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** The request quotas of one account in one Region, and what is left of them. */
public final class Throttle {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, TokenBucket> buckets;
  private final InstantSource clock;

  public Throttle(RequestQuotas quotas, InstantSource clock) {
    this.buckets =
        quotas.perSecond().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, quota -> new TokenBucket(quota.getValue())));
    this.clock = clock;
  }

  /** The same operations, each of which checks its quota first. */
  public Map<String, KmsOperation> before(Map<String, KmsOperation> operations) {
    return operations.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, entry -> before(entry.getKey(), entry.getValue())));
  }

  private KmsOperation before(String name, KmsOperation operation) {
    return request -> {
      admit(QuotaLookup.of(name, request));
      return operation.answer(request);
    };
  }

  /**
   * Draws on all of these quotas or on none.
   *
   * @throws KmsError if one of them is exhausted
   */
  private void admit(Set<String> quotas) {
    List<TokenBucket> needed =
        quotas.stream().filter(buckets::containsKey).map(buckets::get).toList();
    lock.lock();
    try {
      Instant now = clock.instant();
      if (!needed.stream().allMatch(bucket -> bucket.hasToken(now))) {
        throw KmsError.throttling();
      }
      needed.forEach(bucket -> bucket.take(now));
    } finally {
      lock.unlock();
    }
  }
}
