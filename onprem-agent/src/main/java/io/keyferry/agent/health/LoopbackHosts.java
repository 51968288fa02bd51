package io.keyferry.agent.health;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses requests for any host but loopback: a web page could reach the loopback interface through
 * a name of its own that resolves to it (DNS rebinding).
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class LoopbackHosts {

  private static final Pattern NAMES =
      Pattern.compile("(127\\.0\\.0\\.1|\\[::1]|localhost)(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  /** Returns the refusal; absent if the request may proceed. */
  @RequestFilter
  Optional<MutableHttpResponse<?>> refusal(HttpRequest<?> request) {
    List<String> hosts = request.getHeaders().getAll(HttpHeaders.HOST);
    if (areLoopback(hosts)) {
      return Optional.empty();
    }
    return Optional.of(
        HttpResponse.status(HttpStatus.MISDIRECTED_REQUEST)
            .body("expected Host 127.0.0.1 or localhost\n")
            .contentType("text/plain"));
  }

  /** A request without {@code Host} is not from a browser. */
  static boolean areLoopback(List<String> hosts) {
    return hosts.stream().allMatch(host -> NAMES.matcher(host).matches());
  }
}
