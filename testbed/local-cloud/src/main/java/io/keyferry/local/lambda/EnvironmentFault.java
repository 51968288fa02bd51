package io.keyferry.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** A fault of the execution environment, with the error object that Lambda returns for it. */
sealed interface EnvironmentFault {

  /** The payload of the function error. */
  String payload(String requestId);

  /** The process ended by itself, or was killed. */
  record Exited(int status) implements EnvironmentFault {

    private static final int SIGNALLED = 128;
    private static final Map<Integer, String> SIGNALS =
        Map.of(
            4,
            "illegal instruction",
            6,
            "aborted",
            9,
            "killed",
            11,
            "segmentation fault",
            15,
            "terminated");

    @Override
    public String payload(String requestId) {
      return error(requestId, "Runtime.ExitError", "Runtime exited " + reason());
    }

    private String reason() {
      if (status == 0) {
        return "without providing a reason";
      }
      String signal = SIGNALS.get(status - SIGNALLED);
      return "with error: " + (signal == null ? "exit status " + status : "signal: " + signal);
    }
  }

  /** The deadline passed; the process was killed. */
  record TimedOut(Duration timeout) implements EnvironmentFault {

    @Override
    public String payload(String requestId) {
      double seconds = timeout.toMillis() / 1000.0;
      return error(
          requestId,
          "Sandbox.Timedout",
          String.format(Locale.ROOT, "Task timed out after %.2f seconds", seconds));
    }
  }

  /**
   * The handler could not be created.
   *
   * @param error the error object that the runtime posted
   */
  record InitFailed(String error) implements EnvironmentFault {

    @Override
    public String payload(String requestId) {
      return error;
    }
  }

  private static String error(String requestId, String type, String reason) {
    ObjectNode error = Json.object();
    error.put("errorType", type);
    error.put("errorMessage", "RequestId: " + requestId + " Error: " + reason);
    return error.toString();
  }
}
