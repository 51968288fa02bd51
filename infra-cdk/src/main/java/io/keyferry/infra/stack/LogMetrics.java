package io.keyferry.infra.stack;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.IFilterPattern;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.constructs.Construct;

/** Counts lines of the functions' logs. */
final class LogMetrics extends Construct {

  private static final String NAMESPACE = "KeyFerry";

  /**
   * Lambda's runtime logs each exception that a function throws as an ERROR, with the name of its
   * class. These are thrown on purpose, so that a caller may retry or a message is delivered again;
   * the functions themselves log what is wrong, if anything.
   */
  private static final String ERROR =
      "{ $.level = \"ERROR\" && $.message != \"*io.keyferry.cloud.event.UnavailableException*\""
          + " && $.message != \"*io.keyferry.cloud.NotDoneException*\" }";

  /** Written when a function was ended, which could no longer log. */
  private static final String ENDED =
      "{ $.type = \"platform.report\""
          + " && ($.record.status = \"timeout\" || $.record.status = \"error\") }";

  LogMetrics(Construct scope) {
    super(scope, "LogMetrics");
  }

  /** How often something went wrong in a function. */
  Metric errors(KeyFerryFunction function, Duration period) {
    String metric = "Errors" + function.spec().id();
    filter(metric, metric, function, FilterPattern.literal(ERROR));
    filter(metric + "Ended", metric, function, FilterPattern.literal(ENDED));
    return sum(metric, period);
  }

  /** How many lines hold a term. */
  Metric term(String metric, String term, List<KeyFerryFunction> functions, Duration period) {
    for (KeyFerryFunction function : functions) {
      filter(metric + function.spec().id(), metric, function, FilterPattern.allTerms(term));
    }
    return sum(metric, period);
  }

  private void filter(String id, String metric, KeyFerryFunction function, IFilterPattern pattern) {
    MetricFilter.Builder.create(this, id)
        .logGroup(function.log().group())
        .filterPattern(pattern)
        .metricNamespace(NAMESPACE)
        .metricName(metric)
        .metricValue("1")
        .build();
  }

  private static Metric sum(String metric, Duration period) {
    return Metric.Builder.create()
        .namespace(NAMESPACE)
        .metricName(metric)
        .statistic("Sum")
        .period(period)
        .build();
  }
}
