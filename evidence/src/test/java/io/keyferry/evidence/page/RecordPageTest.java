package io.keyferry.evidence.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.record.RecordContent;
import io.keyferry.evidence.record.RecordFile;
import io.keyferry.evidence.record.RecordVariants;
import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.value.Software;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordPageTest {

  private static final String LEAD = "23 November 2026, 09:30:05 UTC: ";

  private final RecordSample sample = new RecordSample();

  @Test
  void showsAnImportWithEveryFact() throws IOException {
    RecordContent content = content(sample.imported());
    new Expected(sample, content).assertIs(page(content), "record-imported.html");
  }

  @Test
  void showsARefusalAsAFailure() {
    assertThat(page(content(RecordVariants.refused(sample))))
        .contains(
            """
            <h1>Key import into AWS KMS failed</h1>
            <p class="outcome failed">FAILED</p>
            <p class="lead">%sthe import for %s failed.</p>
            """
                .formatted(LEAD, RecordSample.ARN))
        .contains("<h2>What this means</h2>\n<p>The import failed; ")
        .doesNotContain("What this import provides");
  }

  @Test
  void saysOfAVerificationWhatItProved() {
    assertThat(page(content(RecordVariants.verification(sample))))
        .contains(
            "<h1>Key in AWS KMS proved to be the HSM’s</h1>\n<p class=\"outcome\">IMPORTED</p>");
    assertThat(page(content(RecordVariants.failedVerification(sample))))
        .contains(
            "<h1>Proof of a key in AWS KMS failed</h1>\n<p class=\"outcome failed\">FAILED</p>");
  }

  @Test
  void namesNoKmsKeyWhereTheRecordHasNone() {
    assertThat(page(content(RecordVariants.unanswered(sample))))
        .contains(LEAD + "the import for no KMS key failed.");
  }

  @Test
  void namesNoTokenWhereTheAgentStatedNone() {
    assertThat(page(content(sample.record(Optional.empty()))))
        .contains(LEAD + "AWS KMS imported the key material for " + RecordSample.ARN + ".</p>");
  }

  private static String page(RecordContent content) {
    return RecordPage.of(content, "keyferry-agent record verify", new Software("0.1.0", "abc"));
  }

  private static RecordContent content(String compact) {
    return RecordContent.unverified(new RecordFile(compact, Optional.empty()));
  }
}
