package io.keyferry.agent.health.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** {@code GET /prometheus}. */
@Controller("/prometheus")
final class PrometheusController {

  /** The text format of Prometheus, which every scraper accepts. */
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  PrometheusController(PrometheusMeterRegistry registry, List<MeterBinder> meters) {
    this.registry = registry;
    meters.forEach(meter -> meter.bindTo(registry));
  }

  @Get
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> scrape() {
    return HttpResponse.ok(registry.scrape(TEXT)).header("Content-Type", TEXT);
  }
}
