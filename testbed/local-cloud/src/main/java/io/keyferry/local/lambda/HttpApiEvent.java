package io.keyferry.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The event that an HTTP API builds from a request: payload format version 2.0 ("Working with AWS
 * Lambda proxy integrations for HTTP APIs", API Gateway guide).
 *
 * @param pathParameters those of the route
 */
record HttpApiEvent(
    String apiId,
    LambdaSettings settings,
    RouteKey route,
    Map<String, String> pathParameters,
    String requestId,
    Instant time) {

  private static final DateTimeFormatter LOG_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** The content types whose bodies are passed as text; others are passed as base64. */
  private static final Pattern TEXT =
      Pattern.compile("(text/.*|application/([a-z.-]+\\+)?(json|xml)|application/javascript).*");

  String of(HttpExchange exchange, byte[] body) {
    ObjectNode event = Json.object();
    event.put("version", "2.0");
    event.put("routeKey", route.text());
    event.put("rawPath", exchange.getRequestURI().getPath());
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    event.put("rawQueryString", query);
    ObjectNode headers = headers(exchange, event);
    if (!query.isEmpty()) {
      queryParameters(query, event.putObject("queryStringParameters"));
    }
    event.set("requestContext", context(exchange, headers));
    if (!pathParameters.isEmpty()) {
      pathParameters.forEach(event.putObject("pathParameters")::put);
    }
    boolean text = TEXT.matcher(headers.path("content-type").asText("text/plain")).matches();
    if (body.length > 0) {
      event.put(
          "body",
          text
              ? new String(body, StandardCharsets.UTF_8)
              : Base64.getEncoder().encodeToString(body));
    }
    event.put("isBase64Encoded", body.length > 0 && !text);
    return event.toString();
  }

  /**
   * Names in lower case; several values of one name are joined with commas; cookies are separate.
   */
  private static ObjectNode headers(HttpExchange exchange, ObjectNode event) {
    List<String> cookies = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
    if (!cookies.isEmpty()) {
      var list = event.putArray("cookies");
      cookies.forEach(cookie -> List.of(cookie.split("; *", -1)).forEach(list::add));
    }
    ObjectNode headers = event.putObject("headers");
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!name.equalsIgnoreCase("Cookie")) {
            headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values));
          }
        });
    return headers;
  }

  private static void queryParameters(String query, ObjectNode parameters) {
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
      String value = parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
      parameters.put(
          name, parameters.has(name) ? parameters.get(name).asText() + "," + value : value);
    }
  }

  private ObjectNode context(HttpExchange exchange, ObjectNode headers) {
    ObjectNode context = Json.object();
    context.put("accountId", settings.account());
    context.put("apiId", apiId);
    context.put("domainName", apiId + ".execute-api." + settings.region().id() + ".amazonaws.com");
    context.put("domainPrefix", apiId);
    ObjectNode http = context.putObject("http");
    http.put("method", exchange.getRequestMethod());
    http.put("path", exchange.getRequestURI().getPath());
    http.put("protocol", exchange.getProtocol());
    http.put("sourceIp", exchange.getRemoteAddress().getAddress().getHostAddress());
    http.put("userAgent", headers.path("user-agent").asText(""));
    context.put("requestId", requestId);
    context.put("routeKey", route.text());
    context.put("stage", "$default");
    context.put("time", LOG_TIME.format(time));
    context.put("timeEpoch", time.toEpochMilli());
    return context;
  }
}
