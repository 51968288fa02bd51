package io.keyferry.local.gate;

import java.util.List;
import java.util.Map;

/** What the gate must know of one AWS service. */
interface Service {

  /** The name in a signature's credential scope. */
  String signingName();

  /** Whether a signature for this Region is for this service. */
  boolean isIn(String region);

  /** The prefix of the operation in {@code X-Amz-Target}, with the dot. */
  String targetPrefix();

  /** All permissions that the caller needs for this request. */
  List<Check> checks(AwsRequest request);

  /**
   * The service's own answer to a caller without permission.
   *
   * @param message with principal, action and resource
   */
  Denial denied(Check check, String message);

  /** The service's own answer to a request without valid credentials. */
  Denial unauthenticated(String error, String message);

  /** An error answer. */
  record Denial(int status, Map<String, String> headers, String body) {}
}
