package io.keyferry.local.gate;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request to an AWS service, as far as the gate reads it.
 *
 * @param operation such as {@code CreateKey}
 * @param region of the signature's credential scope
 */
record AwsRequest(String operation, String region, JsonNode body) {

  String text(String member) {
    return body.path(member).asText();
  }
}
