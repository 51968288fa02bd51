package io.keyferry.local.lambda;

import java.util.Map;

/**
 * An API Gateway HTTP API.
 *
 * @param apiId ten letters and digits in AWS
 * @param routes functions by route key, {@code POST /operations}, each {@code NAME} or {@code
 *     NAME:ALIAS}; no two may match one request
 */
public record HttpApiSettings(String apiId, Map<String, String> routes) {

  public HttpApiSettings {
    routes = Map.copyOf(routes);
  }
}
