package io.keyferry.local.lambda;

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

  static InvokeRefusal notJson(String reason) {
    return new InvokeRefusal(
        400,
        "InvalidRequestContentException",
        "Could not parse request body into json: Could not parse payload into json: " + reason);
  }

  static InvokeRefusal otherRegion(String found, String ours) {
    return new InvokeRefusal(
        404,
        "ResourceNotFoundException",
        "Functions from '" + found + "' are not reachable in this region ('" + ours + "')");
  }

  /** Every caller is taken for the account's root. */
  static InvokeRefusal otherAccount(String account, String arn) {
    return new InvokeRefusal(
        403,
        "AccessDeniedException",
        "User: arn:aws:iam::"
            + account
            + ":root is not authorized to perform: lambda:InvokeFunction on resource: "
            + arn
            + " because no resource-based policy allows the lambda:InvokeFunction action");
  }

  static InvokeRefusal twoQualifiers() {
    return new InvokeRefusal(
        400,
        "InvalidParameterValueException",
        "The derived qualifier from the function name does not match the specified qualifier.");
  }

  /** A member that breaks Lambda's service model. */
  static InvokeRefusal invalid(String member, String found, String constraint) {
    return new InvokeRefusal(
        400,
        "ValidationException",
        "1 validation error detected: Value '"
            + found
            + "' at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
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
