package io.keyferry.local.gate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/** Errors in the form of services with AWS's JSON protocols. */
final class JsonErrors {

  private JsonErrors() {}

  static Service.Denial of(String type, String message) {
    return new Service.Denial(400, Map.of(), body(type, message));
  }

  static String body(String type, String message) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("__type", type)
        .put("Message", message)
        .toString();
  }
}
