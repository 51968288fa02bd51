package io.keyferry.model.deployment;

import java.util.List;

/**
 * A route of the HTTP API.
 *
 * @param method of HTTP
 * @param path its parts in braces are parameters
 * @param target the function, which is invoked by the alias {@value #ALIAS}
 */
public record RouteSpec(String method, String path, FunctionSpec target, Throttling throttling) {

  /**
   * The functions trust what an event says of its caller only where they were invoked by this
   * alias, on which nobody but API Gateway has the permission.
   */
  public static final String ALIAS = "api";

  /**
   * How many requests a route takes.
   *
   * @param rateLimit a second
   * @param burstLimit at once
   */
  public record Throttling(int rateLimit, int burstLimit) {

    /** Of a route without limits of its own. */
    public static final Throttling DEFAULT = new Throttling(10, 20);
  }

  /** KMS gives import parameters once a second, per account and Region. */
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
