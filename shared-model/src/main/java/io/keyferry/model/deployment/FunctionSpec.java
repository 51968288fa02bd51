package io.keyferry.model.deployment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Lambda function.
 *
 * @param functionName used to invoke it and to derive import ids
 * @param handler the class
 * @param memorySize in megabytes
 * @param reservedConcurrentExecutions how many run at once, if the deployment reserves concurrency
 * @param environment the variables that it receives
 */
public record FunctionSpec(
    String functionName,
    String handler,
    Duration timeout,
    int memorySize,
    int reservedConcurrentExecutions,
    List<EnvironmentVariable> environment) {

  /** An HTTP API times out after 30 seconds: the function must answer before that. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(29);

  /** Less memory also means less CPU and a slower start. */
  private static final int MEGABYTES = 1024;

  private static final String PACKAGE = "io.keyferry.cloud.";

  private static final List<EnvironmentVariable> ANY = List.of(EnvironmentVariable.TABLE);

  /** Of those that change imports. */
  private static final List<EnvironmentVariable> WRITER =
      plus(
          ANY,
          EnvironmentVariable.AGENTS,
          EnvironmentVariable.SIGNING_KEY,
          EnvironmentVariable.JOB_LIFETIME,
          EnvironmentVariable.EVENT_BUS,
          EnvironmentVariable.KEEP_FAILED);

  /** Of those that handle requests. */
  private static final List<EnvironmentVariable> REQUESTS =
      plus(
          WRITER,
          EnvironmentVariable.WRAPPING_ALGORITHMS,
          EnvironmentVariable.WRAPPING_KEY_SPECS,
          EnvironmentVariable.TAG_KEYS,
          EnvironmentVariable.ALLOW_EVEN_IF_DISABLED);

  /** Accepts requests and queues jobs. */
  public static final FunctionSpec REQUEST_IMPORT =
      of("keyferry-request-import", "RequestImport", ANSWER_TIMEOUT, 5, REQUESTS);

  /**
   * Receives results and imports the keys; the lowest concurrency that Lambda allows for a queue.
   */
  public static final FunctionSpec COMPLETE_IMPORT =
      of(
          "keyferry-complete-import",
          "CompleteImport",
          Duration.ofSeconds(60),
          2,
          plus(WRITER, EnvironmentVariable.RESULTS_QUEUE_URL));

  /** Returns imports. */
  public static final FunctionSpec READ_IMPORTS =
      of("keyferry-read-imports", "ReadImports", ANSWER_TIMEOUT, 5, ANY);

  /** Resumes waiting imports; one run at a time, because two would resume the same imports. */
  public static final FunctionSpec RESUME_IMPORTS =
      of("keyferry-resume-imports", "ResumeImports", Duration.ofMinutes(5), 1, REQUESTS);

  /** All of them. */
  public static final List<FunctionSpec> ALL =
      List.of(REQUEST_IMPORT, COMPLETE_IMPORT, READ_IMPORTS, RESUME_IMPORTS);

  /** How many executions all functions together reserve. */
  public static int reservedByAll() {
    return ALL.stream().mapToInt(FunctionSpec::reservedConcurrentExecutions).sum();
  }

  public FunctionSpec {
    environment = List.copyOf(environment);
  }

  private static FunctionSpec of(
      String name,
      String handler,
      Duration timeout,
      int concurrency,
      List<EnvironmentVariable> environment) {
    return new FunctionSpec(name, PACKAGE + handler, timeout, MEGABYTES, concurrency, environment);
  }

  private static List<EnvironmentVariable> plus(
      List<EnvironmentVariable> some, EnvironmentVariable... more) {
    List<EnvironmentVariable> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  /** The handler's name without its package. */
  public String id() {
    return handler.substring(handler.lastIndexOf('.') + 1);
  }
}
