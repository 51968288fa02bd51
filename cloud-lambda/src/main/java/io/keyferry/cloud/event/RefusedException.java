package io.keyferry.cloud.event;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A request that is answered with its faults; nothing was done. The message lists all of them, one
 * a line. It has no stack trace, as Lambda would show that to the caller.
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
  private final transient List<Fault> faults;

  /**
   * Refuses a request.
   *
   * @param detail one sentence over all faults
   */
  public RefusedException(Status status, String detail, List<Fault> faults) {
    super(
        faults.stream().map(Fault::toString).collect(Collectors.joining("\n", detail + ":\n", "")),
        null,
        false,
        false);
    this.status = status;
    this.detail = detail;
    this.faults = List.copyOf(faults);
  }

  /** A request with these faults, all found at once. */
  public static RefusedException badRequest(List<Fault> faults) {
    String count = faults.size() == 1 ? "1 fault" : faults.size() + " faults";
    return new RefusedException(
        Status.BAD_REQUEST, count + " in the request, nothing was done", faults);
  }

  public Status status() {
    return status;
  }

  public String detail() {
    return detail;
  }

  public List<Fault> faults() {
    return faults;
  }
}
