package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogMetricsTest {

  private static final Pattern CLASS = Pattern.compile("io\\.keyferry\\.[\\w.]+");

  /** After a rename of its class, an exception thrown on purpose would raise an alarm. */
  @Test
  void theExceptionsThatAreNotErrorsAreThoseOfTheFunctions() throws ClassNotFoundException {
    Set<String> named = new TreeSet<>();
    for (var filter : Synthesized.of(SampleSettings.twoAgents()).all("AWS::Logs::MetricFilter")) {
      CLASS
          .matcher(filter.at("/Properties/FilterPattern").asText())
          .results()
          .map(MatchResult::group)
          .forEach(named::add);
    }

    assertThat(named).hasSize(2);
    for (String name : named) {
      assertThat(Class.forName(name, false, getClass().getClassLoader()))
          .isAssignableTo(Exception.class);
    }
  }
}
