package io.keyferry.local.lambda;

import io.keyferry.local.process.JavaCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a function's process is started: command line and environment, like Lambda's own. */
record FunctionCommand(Function function, LambdaSettings settings, RuntimeClient client) {

  /** The options of AWS's Java runtime, and what the runtime client's native library needs. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "--enable-native-access=ALL-UNNAMED");

  private static final int HEAP_PERCENT = 85;

  List<String> words() {
    List<String> options = new ArrayList<>(JVM_OPTIONS);
    options.add("-Xmx" + function.memoryMegabytes() * HEAP_PERCENT / 100 + "m");
    options.add(client.nativeOption());
    options.addAll(function.javaOptions());
    List<Path> classPath = new ArrayList<>();
    function.classPath().forEach(entry -> classPath.add(entry.toAbsolutePath()));
    classPath.add(client.classPath());
    return new JavaCommand(options, classPath, RuntimeClient.MAIN, List.of(function.handler()))
        .words();
  }

  /**
   * The variables of a Lambda execution environment ("Lambda environment variables", Lambda guide).
   * Nothing here checks credentials; LocalStack takes the access key id for the account.
   */
  Map<String, String> environment(String runtimeApi) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put(
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", function.name() + ".log");
    environment.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
    environment.put("AWS_LAMBDA_LOG_LEVEL", "INFO");
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    environment.put("AWS_REGION", settings.region().id());
    environment.put("AWS_DEFAULT_REGION", settings.region().id());
    environment.put("AWS_ACCESS_KEY_ID", settings.account());
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    // Lambda has no home folder: the SDK must not find the user's profiles there.
    environment.put("AWS_CONFIG_FILE", "/dev/null");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    environment.put("_HANDLER", function.handler());
    environment.put("LAMBDA_TASK_ROOT", settings.workFolder().toString());
    environment.put("LAMBDA_RUNTIME_DIR", client.library().toString());
    environment.put("LANG", "en_US.UTF-8");
    environment.put("TZ", ":UTC");
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.putAll(function.environment());
    return environment;
  }
}
