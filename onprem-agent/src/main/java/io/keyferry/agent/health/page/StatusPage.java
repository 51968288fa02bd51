package io.keyferry.agent.health.page;

import io.keyferry.agent.health.Indicator;
import io.keyferry.agent.health.Times;
import io.keyferry.evidence.page.RecordHtml;
import java.util.Locale;
import java.util.stream.Collectors;

/** The status page: one self-contained document without secrets. */
final class StatusPage {

  /** The refresh interval. */
  static final String SECONDS = "10";

  /** The query of the page that refreshes; by default none does (WCAG 2.2, 2.2.1). */
  static final String REFRESH = "refresh";

  private final AgentStatus status;
  private final boolean refreshing;
  private final RecordHtml html = new RecordHtml();

  private StatusPage(AgentStatus status, boolean refreshing) {
    this.status = status;
    this.refreshing = refreshing;
  }

  /**
   * The page.
   *
   * @param refreshing whether the browser loads it again by itself, as the person chose
   */
  static String of(AgentStatus status, boolean refreshing) {
    return new StatusPage(status, refreshing).write();
  }

  private String write() {
    html.open("html", "lang", "en");
    head();
    html.open("body").open("header");
    text("h1", "KeyFerry agent for the token “%s”".formatted(status.hsm().token().label()));
    text("p", verdict(), "class", status.isWell() ? "verdict" : "verdict ill", "role", "status");
    html.close().open("main");
    health();
    token();
    ImportsTable.write(status.jobs().imports(), status.jobs().inProgress(), html);
    chain();
    html.close();
    footer();
    return html.close().close().document();
  }

  private void head() {
    html.open("head")
        .empty("meta", "charset", "utf-8")
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    text("title", (status.isWell() ? "✓ " : "✗ ") + "KeyFerry " + status.hsm().token().label());
    html.style(StatusStyle.CSS).close();
  }

  private String verdict() {
    return status.isWell()
        ? "All is well"
        : "Not well: "
            + status.health().stream()
                .filter(indicator -> !indicator.isUp())
                .map(Indicator.Reading::name)
                .collect(Collectors.joining(", "));
  }

  private void health() {
    section("Health");
    for (Indicator.Reading indicator : status.health()) {
      html.open("tr").element("th", indicator.name(), "scope", "row").open("td");
      html.element("span", indicator.status().getName(), "class", indicator.isUp() ? "up" : "down");
      html.text(" " + indicator.sentence()).close().close();
    }
    html.close().close();
  }

  private void token() {
    var hsm = status.hsm();
    section("HSM");
    fact("label", hsm.token().label());
    fact("serial", hsm.token().serial());
    fact("model", hsm.token().manufacturer() + " " + hsm.token().model());
    fact("firmware", hsm.token().firmware());
    fact(
        "state",
        "%s since %s"
            .formatted(
                hsm.state().kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Times.text(hsm.state().since())));
    html.close().close();
  }

  private void chain() {
    var head = status.head();
    section("Audit log");
    fact("last line", Long.toString(head.sequence()));
    html.open("tr")
        .element("th", "SHA-256", "scope", "row")
        .open("td")
        .element("span", head.hash().hex(), "class", "code")
        .close()
        .close();
    fact("written", head.written().map(Times::text).orElse("before the agent started"));
    html.close().close();
  }

  private void footer() {
    html.open("footer")
        .text(
            "keyferry-agent %s, build %s, up for %s. As of %s. "
                .formatted(
                    status.program().software().version(),
                    status.program().software().build(),
                    Times.text(status.program().uptime()),
                    Times.text(status.now())))
        .element(
            "a",
            refreshing ? "Stop refreshing" : "Refresh every %s seconds".formatted(SECONDS),
            "href",
            refreshing ? "/" : "/?" + REFRESH)
        .close();
  }

  private void section(String title) {
    html.element("h2", title).open("table", "class", "facts").open("tbody");
  }

  private void fact(String name, String value) {
    html.open("tr").element("th", name, "scope", "row");
    text("td", value);
    html.close();
  }

  private void text(String tag, String text, String... attributes) {
    html.element(tag, text, attributes);
  }
}
