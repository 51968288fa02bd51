package io.keyferry.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import io.keyferry.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An API Gateway HTTP API in front of functions, without authorization. */
public final class HttpApi implements AutoCloseable {

  private record Route(RouteKey key, FunctionProcess function, Optional<String> alias) {

    private static Route of(String key, String function, LocalLambda lambda) {
      String[] parts = function.split(":", 2);
      Optional<String> alias = parts.length > 1 ? Optional.of(parts[1]) : Optional.empty();
      FunctionProcess process = lambda.function(parts[0]);
      if (!alias.map(process.function().aliases()::contains).orElse(true)) {
        throw new IllegalArgumentException(
            "expected one of the aliases "
                + process.function().aliases()
                + " of the function, found "
                + function);
      }
      return new Route(RouteKey.parse(key), process, alias);
    }

    private CompletedInvocation invoke(String payload) throws InterruptedException {
      return alias.isPresent()
          ? function.invokeByAlias(alias.get(), payload)
          : function.invoke(payload);
    }
  }

  private final String apiId;
  private final LambdaSettings settings;
  private final List<Route> routes;
  private final LoopbackServer server;

  private HttpApi(String apiId, LambdaSettings settings, List<Route> routes, int port)
      throws IOException {
    this.apiId = apiId;
    this.settings = settings;
    this.routes = routes;
    this.server = LoopbackServer.start(port, this::handle);
  }

  /**
   * Starts serving.
   *
   * @param port zero for any free one
   * @throws IllegalArgumentException if a route names an unknown function or alias, or is not a
   *     route key
   */
  public static HttpApi start(HttpApiSettings api, LocalLambda lambda, int port)
      throws IOException {
    List<Route> routes = new ArrayList<>();
    api.routes().forEach((key, function) -> routes.add(Route.of(key, function, lambda)));
    return new HttpApi(api.apiId(), lambda.settings(), routes, port);
  }

  /** {@code http://127.0.0.1:PORT} */
  public URI endpoint() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException, InterruptedException {
    HttpApiAnswer answer = answer(exchange);
    answer.headers().forEach(exchange.getResponseHeaders()::put);
    LoopbackServer.send(exchange, answer.status(), answer.body());
  }

  private HttpApiAnswer answer(HttpExchange exchange) throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    for (Route route : routes) {
      Optional<Map<String, String>> parameters =
          route.key().match(exchange.getRequestMethod(), path);
      if (parameters.isPresent()) {
        String requestId = settings.requestId();
        HttpApiEvent event =
            new HttpApiEvent(
                apiId,
                settings,
                route.key(),
                parameters.get(),
                requestId,
                settings.clock().instant());
        String payload = event.of(exchange, body);
        return payload.length() > InvocationType.REQUEST_RESPONSE.largestPayload()
            ? HttpApiAnswer.message(413, "Request Entity Too Large")
            : HttpApiAnswer.of(route.invoke(payload).result());
      }
    }
    return HttpApiAnswer.message(404, "Not Found");
  }
}
