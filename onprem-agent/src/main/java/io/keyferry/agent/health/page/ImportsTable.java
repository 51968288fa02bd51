package io.keyferry.agent.health.page;

import io.keyferry.agent.health.Times;
import io.keyferry.agent.job.RecentImports;
import io.keyferry.agent.job.RecentImports.Answer;
import io.keyferry.evidence.page.RecordHtml;
import java.util.List;

/** The last imports on the status page. */
final class ImportsTable {

  private ImportsTable() {}

  static void write(List<RecentImports.Answered> imports, int inProgress, RecordHtml html) {
    html.element("h2", "Imports");
    html.element("p", inProgress(inProgress), "class", "progress");
    if (imports.isEmpty()) {
      html.element(
          "p",
          "None answered since the agent started. Earlier ones are in the audit log.",
          "class",
          "none");
      return;
    }
    html.open("table", "class", "imports").open("thead").open("tr");
    for (String column : List.of("answered", "state", "check value", "KMS key", "import")) {
      html.element("th", column, "scope", "col");
    }
    html.close().close().open("tbody");
    imports.forEach(answered -> row(answered, html));
    html.close().close();
  }

  private static String inProgress(int jobs) {
    return switch (jobs) {
      case 0 -> "No job in progress.";
      case 1 -> "1 job in progress.";
      default -> jobs + " jobs in progress.";
    };
  }

  private static void row(RecentImports.Answered answered, RecordHtml html) {
    html.open("tr").element("td", Times.text(answered.at()), "class", "time").open("td");
    switch (answered.answer()) {
      case Answer.Wrapped wrapped -> {
        html.element("span", "wrapped and sent", "class", "up");
        html.close();
        code(wrapped.check().map(check -> check.value()).orElse("not reported"), html);
      }
      case Answer.Refused refused -> {
        html.element("span", "refused", "class", "down");
        html.text(" %s: %s".formatted(refused.code(), refused.reason()));
        html.close();
        code("–", html);
      }
    }
    code(answered.key().toString(), html);
    code("%s, attempt %d".formatted(answered.importId(), answered.attempt()), html);
    html.close();
  }

  private static void code(String value, RecordHtml html) {
    html.element("td", value, "class", "code");
  }
}
