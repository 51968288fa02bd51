package io.keyferry.evidence.page;

import io.keyferry.evidence.page.RecordFact.Form;
import io.keyferry.evidence.record.RecordContent;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.value.Software;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A ceremony record as a self-contained HTML page: no script, no reference. */
public final class RecordPage {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final RecordContent content;
  private final CeremonyRecord record;
  private final RecordHtml html = new RecordHtml();

  private RecordPage(RecordContent content) {
    this.content = content;
    this.record = content.record();
  }

  /**
   * The page.
   *
   * @param verify the command that verifies the record
   * @param writer the software that writes the page
   */
  public static String of(RecordContent content, String verify, Software writer) {
    return new RecordPage(content).write(verify, writer);
  }

  private String write(String verify, Software writer) {
    html.open("html", "lang", "en");
    head();
    html.open("body");
    header(verify);
    html.open("main");
    RecordSections.of(content).forEach(this::table);
    RecordMeaning.write(record, html);
    html.close();
    footer(writer);
    return html.close().close().document();
  }

  private void head() {
    html.open("head")
        .empty("meta", "charset", "utf-8")
        // Even what got past the escaping could load and run nothing.
        .empty(
            "meta",
            "http-equiv",
            "Content-Security-Policy",
            "content",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .element("title", "Ceremony record %s: %s".formatted(record.recordId(), record.state()))
        .style(RecordStyle.CSS)
        .close();
  }

  private void header(String verify) {
    html.open("header")
        .element("p", "KeyFerry ceremony record", "class", "kind")
        .element("h1", title())
        .element(
            "p",
            record.state().name(),
            "class",
            record.state() == ImportState.IMPORTED ? "outcome" : "outcome failed")
        .element("p", lead(), "class", "lead")
        .close()
        .open("div", "class", "notice", "role", "note")
        .element(
            "p",
            "This page shows what the record says; it proves nothing. The proof is in the signed record itself. To verify it:")
        .element("pre", verify)
        .close();
  }

  private String title() {
    boolean imported = record.state() == ImportState.IMPORTED;
    if (record.order().verifies().isPresent()) {
      return imported
          ? "Key in AWS KMS proved to be the HSM’s"
          : "Proof of a key in AWS KMS failed";
    }
    return imported ? "Key imported into AWS KMS" : "Key import into AWS KMS failed";
  }

  private String lead() {
    String end = DAY.format(record.end().endedAt());
    String key =
        record.kms().kmsKey().map(KmsKeyFacts::keyArn).map(Object::toString).orElse("no KMS key");
    if (record.state() == ImportState.FAILED) {
      return "%s: the import for %s failed.".formatted(end, key);
    }
    String from =
        content
            .statement()
            .map(RecordContent.Signed::content)
            .flatMap(signed -> signed.work().wrapped())
            .map(RecordPage::from)
            .orElse("");
    return "%s: AWS KMS imported the key material for %s%s.".formatted(end, key, from);
  }

  private static String from(HsmCeremony ceremony) {
    return " from the token “%s” (%s, serial number %s)"
        .formatted(ceremony.token().label(), ceremony.token().model(), ceremony.token().serial());
  }

  private void table(RecordSection section) {
    html.open("table").open("caption").element("h2", section.title()).close().open("tbody");
    section.facts().forEach(this::row);
    html.close().close();
  }

  private void row(RecordFact fact) {
    html.open("tr").element("th", fact.name(), "scope", "row").open("td");
    if (fact.form() == Form.CODE) {
      html.element("span", fact.value(), "class", "code");
    } else {
      html.text(fact.value());
    }
    fact.note().ifPresent(note -> html.element("span", note, "class", "note"));
    html.close().close();
  }

  private void footer(Software writer) {
    html.open("footer")
        .element("p", "Record %s, number %d".formatted(record.recordId(), record.place().number()))
        .element("p", "SHA-256 of the signed record: " + content.sha256())
        .element(
            "p",
            "Page written by keyferry-agent %s, build %s. All times are UTC."
                .formatted(writer.version(), writer.build()))
        .close();
  }
}
