package io.keyferry.local.iam;

/** IAM's decision on one call. */
public sealed interface Decision {

  /** The call is allowed. */
  record Allowed() implements Decision {}

  /**
   * A statement denies it.
   *
   * @param policy its name
   * @param sid of the statement
   * @param kind identity-based or resource-based
   */
  record ExplicitlyDenied(String policy, String sid, String kind) implements Decision {}

  /**
   * No statement allows it.
   *
   * @param kind of the policies that would have to
   */
  record ImplicitlyDenied(String kind) implements Decision {}

  /** Whether the call is allowed. */
  default boolean isAllowed() {
    return this instanceof Allowed;
  }

  /** AWS's words for the reason. */
  default String reason(String action) {
    return switch (this) {
      case Allowed() -> "";
      case ExplicitlyDenied(String _, String _, String kind) ->
          "with an explicit deny in " + (kind.startsWith("i") ? "an " : "a ") + kind + " policy";
      case ImplicitlyDenied(String kind) ->
          "because no %s policy allows the %s action".formatted(kind, action);
    };
  }
}
