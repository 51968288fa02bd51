package io.keyferry.model.value;

import io.avaje.jsonb.Json;
import java.util.Optional;

/**
 * Who asked for an import.
 *
 * @param way how the function was called
 * @param principal the IAM principal's ARN, which only the HTTP API tells
 * @param requestId Lambda's request id of the invocation: CloudTrail names the caller by it
 */
@Json
public record Requester(Way way, Optional<String> principal, String requestId) {

  /** How a function is called. */
  public enum Way {
    /** Through the HTTP API with IAM authorisation. */
    HTTP_API,
    /** By {@code lambda:InvokeFunction}, which tells the function nothing of its caller. */
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
