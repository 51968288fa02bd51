package io.keyferry.infra.stack;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.constructs.Construct;

/** Counts lines of the functions' logs by a term in them. */
final class LogTerms extends Construct {

  private static final String NAMESPACE = "KeyFerry";

  LogTerms(Construct scope) {
    super(scope, "LogTerms");
  }

  Metric count(String metric, String term, List<KeyFerryFunction> functions, Duration period) {
    for (KeyFerryFunction function : functions) {
      MetricFilter.Builder.create(this, metric + function.getNode().getId())
          .logGroup(function.log().group())
          .filterPattern(FilterPattern.allTerms(term))
          .metricNamespace(NAMESPACE)
          .metricName(metric)
          .metricValue("1")
          .build();
    }
    return Metric.Builder.create()
        .namespace(NAMESPACE)
        .metricName(metric)
        .statistic("Sum")
        .period(period)
        .build();
  }
}
