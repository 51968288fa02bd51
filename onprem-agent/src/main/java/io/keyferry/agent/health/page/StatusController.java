package io.keyferry.agent.health.page;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** {@code GET /}: the status page. */
@Controller("/")
final class StatusController {

  private final StatusReader reader;

  StatusController(StatusReader reader) {
    this.reader = reader;
  }

  @Get(produces = MediaType.TEXT_HTML)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> page(HttpRequest<?> request) {
    boolean refreshing = request.getParameters().contains(StatusPage.REFRESH);
    MutableHttpResponse<String> page = HttpResponse.ok(StatusPage.of(reader.read(), refreshing));
    if (refreshing) {
      page.header("Refresh", StatusPage.SECONDS);
    }
    return page.header("Content-Type", "text/html; charset=utf-8")
        .header("Content-Security-Policy", StatusStyle.POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store");
  }
}
