package io.keyferry.local.gate;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request to an AWS service, as far as the gate reads it.
 *
 * @param operation such as {@code CreateKey}
 * @param region of the signature's credential scope
 * @param overTls the loopback interface counts as TLS here, unless the request declares with {@code
 *     X-Forwarded-Proto} that it came without
 */
record AwsRequest(String operation, String region, boolean overTls, JsonNode body) {

  String text(String member) {
    return body.path(member).asText();
  }
}
