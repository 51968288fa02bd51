package io.keyferry.local.lambda;

/** The header {@code X-Amz-Log-Type} of Invoke. */
final class LogType {

  private LogType() {}

  /**
   * Whether the end of the log is requested.
   *
   * @throws RefusedException if Lambda does not know it
   */
  static boolean isTail(String header) throws RefusedException {
    return switch (header) {
      case "None" -> false;
      case "Tail" -> true;
      default ->
          throw new RefusedException(
              InvokeRefusal.invalid(
                  "logType", header, "Member must satisfy enum value set: [None, Tail]"));
    };
  }
}
