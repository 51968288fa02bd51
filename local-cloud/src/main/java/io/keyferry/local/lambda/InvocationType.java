package io.keyferry.local.lambda;

import java.util.Optional;

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

  static Optional<InvocationType> of(String header) {
    for (InvocationType type : values()) {
      if (type.header.equals(header)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
