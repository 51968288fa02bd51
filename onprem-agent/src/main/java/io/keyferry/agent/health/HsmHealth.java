package io.keyferry.agent.health;

import io.keyferry.agent.job.HsmProbe;
import io.keyferry.model.TokenIdentity;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;

/** {@code hsm}: UP if the token opens a session and the last job did not fail for its sake. */
@Singleton
final class HsmHealth implements HealthIndicator {

  private final HsmProbe hsm;

  HsmHealth(HsmProbe hsm) {
    this.hsm = hsm;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.fromCompletableFuture(
        () -> hsm.ask().thenApply(fault -> result(fault.or(hsm::fault))));
  }

  private HealthResult result(Optional<String> fault) {
    TokenIdentity token = hsm.identity();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("label", token.label());
    details.put("serial", token.serial());
    fault.ifPresent(reason -> details.put("error", reason));
    return HealthResult.builder("hsm", fault.isEmpty() ? HealthStatus.UP : HealthStatus.DOWN)
        .details(details)
        .build();
  }
}
