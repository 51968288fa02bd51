package io.keyferry.model.deployment;

import java.util.List;

/**
 * A route of the HTTP API.
 *
 * @param method the HTTP method
 * @param path its parts in braces are parameters
 * @param target the function, invoked through the alias {@value #ALIAS}
 */
public record RouteSpec(String method, String path, FunctionSpec target, Throttling throttling) {

  /**
   * The functions trust what an event says about its caller only if they were invoked through this
   * alias, which only API Gateway has permission to invoke.
   */
  public static final String ALIAS = "api";

  /**
   * How many requests a route accepts.
   *
   * @param rateLimit per second
   * @param burstLimit at once
   */
  public record Throttling(int rateLimit, int burstLimit) {

    /** For a route without its own limits. */
    public static final Throttling DEFAULT = new Throttling(10, 20);
  }

  /** KMS returns import parameters once a second, per account and Region. */
  public static final RouteSpec REQUEST_OPERATION =
      new RouteSpec(
          "POST",
          "/operations",
          FunctionSpec.REQUEST_IMPORT,
          new Throttling(1, FunctionSpec.REQUEST_IMPORT.reservedConcurrentExecutions()));

  /** All of them. */
  public static final List<RouteSpec> ALL =
      List.of(
          REQUEST_OPERATION,
          new RouteSpec("GET", "/operations", FunctionSpec.READ_IMPORTS, Throttling.DEFAULT),
          new RouteSpec(
              "GET", "/operations/{operationId}", FunctionSpec.READ_IMPORTS, Throttling.DEFAULT));

  /** The name in API Gateway. */
  public String routeKey() {
    return method + " " + path;
  }
}
