package io.keyferry.bench;

import io.keyferry.local.Layout;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.cloud.LocalCloud;
import io.keyferry.local.demo.Median;
import io.keyferry.local.lambda.ColdStart;
import io.keyferry.local.lambda.Function;
import io.keyferry.local.lambda.InvocationResult;
import io.keyferry.local.lambda.LambdaSettings;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the cold start of each packaged function beside that of an empty one. AWS is local: the
 * measurement contains the functions' own work and no network.
 */
public final class LambdaBench {

  /** The first event of each function. None needs anything that does not exist. */
  private static final Map<String, String> FIRST_EVENTS = firstEvents();

  private final Layout layout;
  private final int rounds;
  private final PrintWriter out;

  /**
   * A benchmark.
   *
   * @param rounds the number of cold starts of each function
   */
  public LambdaBench(Layout layout, int rounds, PrintWriter out) {
    this.layout = layout;
    this.rounds = rounds;
    this.out = out;
  }

  private static Map<String, String> firstEvents() {
    Map<String, String> events = new LinkedHashMap<>();
    events.put(Functions.READ_IMPORTS, "{}");
    events.put(Functions.REQUEST_IMPORT, "{\"newKey\":{}}");
    events.put(
        Functions.COMPLETE_IMPORT,
        "{\"Records\":[{\"messageId\":\"m\",\"receiptHandle\":\"r\",\"body\":\"no agent's\"}]}");
    events.put(Functions.RESUME_IMPORTS, "{\"task\":\"resume\"}");
    return events;
  }

  /**
   * Measures, and prints a table of medians.
   *
   * @param agent any agent's key; no agent runs
   */
  public void run(VerificationKey agent) throws IOException, InterruptedException {
    Path folder = layout.work("bench-lambda");
    try (LocalCloud cloud = LocalCloud.start(CloudSettings.of(layout, folder, agent))) {
      LambdaSettings settings =
          LambdaSettings.of(
              CloudSettings.REGION,
              CloudSettings.ACCOUNT,
              layout.lambdaRuntime(),
              folder.resolve("functions"));
      Map<String, List<ColdStart>> measured = new LinkedHashMap<>();
      // In turn, so that other load on the machine affects all of them alike.
      for (int round = 0; round < rounds; round++) {
        measure(empty(cloud), "{}", settings, measured);
        for (Map.Entry<String, String> event : FIRST_EVENTS.entrySet()) {
          Function function = cloud.lambda().function(event.getKey()).function();
          measure(asDeployed(function), event.getValue(), settings, measured);
        }
      }
      print(measured);
    }
  }

  private static void measure(
      Function function, String event, LambdaSettings settings, Map<String, List<ColdStart>> all)
      throws IOException, InterruptedException {
    all.computeIfAbsent(function.name(), name -> new ArrayList<>())
        .add(
            ColdStart.of(
                function,
                settings,
                event,
                // A rejected message must be delivered again, so the function fails.
                function.name().equals(Functions.COMPLETE_IMPORT)
                    ? InvocationResult.Failed.class
                    : InvocationResult.Returned.class));
  }

  /** Configured like the others, with another handler. */
  private Function empty(LocalCloud cloud) {
    Function like = cloud.lambda().function(Functions.READ_IMPORTS).function();
    return new Function(
        "empty",
        EmptyHandler.NAME,
        List.of(layout.benchJar()),
        Map.of(),
        like.timeout(),
        like.memoryMegabytes(),
        List.of());
  }

  /** Without the options that speed up its start and do not exist in AWS. */
  private static Function asDeployed(Function function) {
    return new Function(
        function.name(),
        function.handler(),
        function.classPath(),
        function.environment(),
        function.timeout(),
        function.memoryMegabytes(),
        List.of());
  }

  private void print(Map<String, List<ColdStart>> measured) {
    out.printf(
        Locale.ROOT,
        "%-26s %12s %18s %12s   (medians of %d cold starts, ms)%n",
        "function",
        "init",
        "first response",
        "times empty",
        rounds);
    double base = 0;
    for (Map.Entry<String, List<ColdStart>> function : measured.entrySet()) {
      double init = millis(function.getValue().stream().map(ColdStart::init).toList());
      double first = millis(function.getValue().stream().map(ColdStart::firstResponse).toList());
      base = base == 0 ? init + first : base;
      out.printf(
          Locale.ROOT,
          "%-26s %12.0f %18.0f %12.1f%n",
          function.getKey(),
          init,
          first,
          (init + first) / base);
    }
    out.flush();
  }

  private static double millis(List<Duration> times) {
    return Median.of(times).toNanos() / 1e6;
  }
}
