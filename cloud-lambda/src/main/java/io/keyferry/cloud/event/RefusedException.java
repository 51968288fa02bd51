package io.keyferry.cloud.event;

import io.keyferry.model.input.Violation;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A request that is answered with its violations; nothing was done. The message lists all of them,
 * one per line. It has no stack trace, because Lambda would show it to the caller.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why, in terms of HTTP (RFC 9110, section 15.5). */
  public enum Status {
    BAD_REQUEST(400, "Bad Request"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    CONFLICT(409, "Conflict"),
    CONTENT_TOO_LARGE(413, "Content Too Large");

    private final int code;
    private final String title;

    Status(int code, String title) {
      this.code = code;
      this.title = title;
    }

    int code() {
      return code;
    }

    String title() {
      return title;
    }
  }

  private final Status status;
  private final String detail;
  private final transient List<Violation> violations;

  /**
   * Refuses a request.
   *
   * @param detail one sentence that summarizes all violations
   */
  public RefusedException(Status status, String detail, List<Violation> violations) {
    List<Violation> named = violations.stream().map(RefusedException::named).toList();
    super(
        named.stream()
            .map(Violation::toString)
            .collect(Collectors.joining("\n", detail + ":\n", "")),
        null,
        false,
        false);
    this.status = status;
    this.detail = detail;
    this.violations = named;
  }

  /** Names the request in a violation of the request as a whole, which has no path. */
  private static Violation named(Violation violation) {
    return violation.path().isEmpty()
        ? new Violation("request", violation.expected(), violation.found(), violation.cure())
        : violation;
  }

  /** A request with these violations, all found at once. */
  public static RefusedException badRequest(List<Violation> violations) {
    String count = violations.size() == 1 ? "1 violation" : violations.size() + " violations";
    return new RefusedException(
        Status.BAD_REQUEST, count + " in the request, nothing was done", violations);
  }

  public Status status() {
    return status;
  }

  public String detail() {
    return detail;
  }

  public List<Violation> violations() {
    return violations;
  }
}
