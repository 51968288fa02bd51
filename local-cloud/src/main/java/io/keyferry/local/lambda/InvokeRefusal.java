package io.keyferry.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * An error answer of Lambda's Invoke: status, the header {@code x-amzn-ErrorType}, the message.
 *
 * @param type the exception's name in the Lambda API
 */
record InvokeRefusal(int status, String type, String message) {

  static InvokeRefusal notFound(String arn) {
    return new InvokeRefusal(404, "ResourceNotFoundException", "Function not found: " + arn);
  }

  static InvokeRefusal tooLarge(InvocationType type, int length) {
    String message =
        switch (type) {
          case EVENT ->
              length
                  + " byte payload is too large for the Event invocation type (limit "
                  + type.largestPayload()
                  + " bytes)";
          case REQUEST_RESPONSE, DRY_RUN ->
              "Request must be smaller than "
                  + type.largestPayload()
                  + " bytes for the InvokeFunction operation";
        };
    return new InvokeRefusal(413, "RequestTooLargeException", message);
  }

  static InvokeRefusal notJson(JsonProcessingException e) {
    return new InvokeRefusal(
        400,
        "InvalidRequestContentException",
        "Could not parse request body into json: Could not parse payload into json: "
            + e.getOriginalMessage());
  }

  static InvokeRefusal unknownInvocationType(String found) {
    return new InvokeRefusal(
        400,
        "ValidationException",
        "1 validation error detected: Value '"
            + found
            + "' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value"
            + " set: [Event, RequestResponse, DryRun]");
  }

  static InvokeRefusal unknownPath(String path) {
    return new InvokeRefusal(
        404,
        "UnknownOperationException",
        "expected POST /2015-03-31/functions/NAME/invocations, found " + path);
  }

  String json() {
    return Json.object().put("Type", "User").put("Message", message).toString();
  }
}
