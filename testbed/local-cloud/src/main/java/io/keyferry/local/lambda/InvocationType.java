package io.keyferry.local.lambda;

/** The header {@code X-Amz-Invocation-Type} of Invoke. */
enum InvocationType {
  REQUEST_RESPONSE("RequestResponse", 6 * 1024 * 1024),
  EVENT("Event", 1024 * 1024),
  DRY_RUN("DryRun", 6 * 1024 * 1024);

  private final String header;
  private final int largestPayload;

  InvocationType(String header, int largestPayload) {
    this.header = header;
    this.largestPayload = largestPayload;
  }

  /** In bytes (Lambda quotas). */
  int largestPayload() {
    return largestPayload;
  }

  /**
   * The type of this name.
   *
   * @throws RefusedException if Lambda does not know it
   */
  static InvocationType of(String header) throws RefusedException {
    for (InvocationType type : values()) {
      if (type.header.equals(header)) {
        return type;
      }
    }
    throw new RefusedException(
        InvokeRefusal.invalid(
            "invocationType",
            header,
            "Member must satisfy enum value set: [Event, RequestResponse, DryRun]"));
  }
}
