package io.keyferry.model.value;

import io.avaje.jsonb.Json;
import java.util.Optional;

/**
 * Who requested an import.
 *
 * @param way how the function was called
 * @param principal the IAM principal's ARN, known only through the HTTP API
 * @param requestId Lambda's request id of the invocation, under which CloudTrail names the caller
 */
@Json
public record Requester(Way way, Optional<String> principal, String requestId) {

  /** How a function was called. */
  public enum Way {
    /** Through the HTTP API with IAM authorization. */
    HTTP_API,
    /**
     * By {@code lambda:InvokeFunction}, which does not pass the caller's identity to the function.
     */
    DIRECT_INVOCATION
  }

  public Requester {
    Required.present(way, "way");
    principal =
        Required.present(principal, "principal")
            .map(text -> Required.cleaned(text, "principal", 2048));
    requestId = Required.cleaned(requestId, "requestId", 256);
  }
}
