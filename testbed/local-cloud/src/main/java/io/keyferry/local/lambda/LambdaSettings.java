package io.keyferry.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.regions.Region;

/**
 * Where and how functions run.
 *
 * @param account twelve digits
 * @param runtimeLibrary the folder with AWS's runtime interface client and its dependencies
 * @param workFolder the functions' working folder, with one log file {@code NAME.log} each
 * @param eventRetryDelays the pauses before each retry of a failed asynchronous invocation; AWS
 *     waits one minute, then two
 * @param requestIds generates the request ids
 */
public record LambdaSettings(
    Region region,
    String account,
    Path runtimeLibrary,
    Path workFolder,
    List<Duration> eventRetryDelays,
    InstantSource clock,
    Supplier<UUID> requestIds) {

  private static final Duration INIT_TIMEOUT = Duration.ofSeconds(60);

  public LambdaSettings {
    runtimeLibrary = runtimeLibrary.toAbsolutePath();
    workFolder = workFolder.toAbsolutePath();
    eventRetryDelays = List.copyOf(eventRetryDelays);
  }

  /** The default settings: two retries, after one and two seconds. */
  public static LambdaSettings of(
      Region region, String account, Path runtimeLibrary, Path workFolder) {
    return of(
        region,
        account,
        runtimeLibrary,
        workFolder,
        List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)));
  }

  /** The system's clock and random ids. */
  static LambdaSettings of(
      Region region,
      String account,
      Path runtimeLibrary,
      Path workFolder,
      List<Duration> eventRetryDelays) {
    return new LambdaSettings(
        region,
        account,
        runtimeLibrary,
        workFolder,
        eventRetryDelays,
        InstantSource.system(),
        UUID::randomUUID);
  }

  /** The timeout for a process's first request for an invocation. */
  Duration initTimeout() {
    return INIT_TIMEOUT;
  }

  String requestId() {
    return requestIds.get().toString();
  }
}
