package io.keyferry.local.lambda;

import io.keyferry.local.Layout;
import io.keyferry.local.TestAws;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The functions of the tests, and where they run. */
final class TestFunctions {

  private TestFunctions() {}

  static LambdaSettings settings(Path folder) {
    return LambdaSettings.of(
        TestAws.REGION,
        TestAws.ACCOUNT,
        Layout.ofSystemProperty().lambdaRuntime(),
        folder,
        List.of(Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  static Function function(String name, Class<?> handler, Duration timeout) {
    return new Function(
        name,
        handler.getName(),
        List.of(classes(handler)),
        Map.of("OWN", "value"),
        timeout,
        256,
        List.of("-Downed.by=test"));
  }

  /** The folder of the compiled handler, in place of the packaged jar. */
  private static Path classes(Class<?> handler) {
    return Path.of(
        URI.create(handler.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
