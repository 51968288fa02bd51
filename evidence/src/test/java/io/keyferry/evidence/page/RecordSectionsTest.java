package io.keyferry.evidence.page;

import io.keyferry.evidence.record.RecordContent;
import io.keyferry.evidence.record.RecordFile;
import io.keyferry.evidence.record.RecordVariants;
import io.keyferry.evidence.testing.RecordSample;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every group and fact of a record: its name, value and note. */
class RecordSectionsTest {

  private final RecordSample sample = new RecordSample();

  @Test
  void ofAnImport() throws IOException {
    assertShown(sample.imported(), "sections-imported.txt");
  }

  @Test
  void ofARefusal() throws IOException {
    assertShown(RecordVariants.refused(sample), "sections-refused.txt");
  }

  @Test
  void ofAnImportThatNobodyAnswered() throws IOException {
    assertShown(RecordVariants.unanswered(sample), "sections-unanswered.txt");
  }

  @Test
  void ofAVerification() throws IOException {
    assertShown(RecordVariants.verification(sample), "sections-verification.txt");
  }

  @Test
  void ofAKeyPairOfTheHsm() throws IOException {
    assertShown(RecordVariants.pair(sample), "sections-pair.txt");
  }

  @Test
  void ofAnHmacKeyOfTheHsm() throws IOException {
    assertShown(RecordVariants.hmac(sample), "sections-hmac.txt");
  }

  private void assertShown(String compact, String name) throws IOException {
    RecordContent content = RecordContent.unverified(new RecordFile(compact, Optional.empty()));
    StringBuilder text = new StringBuilder();
    for (RecordSection section : RecordSections.of(content)) {
      text.append("# ").append(section.title()).append('\n');
      section.facts().forEach(fact -> text.append(shown(fact)));
    }
    new Expected(sample, content).assertIs(text.toString(), name);
  }

  /** Values to compare character by character are in backticks. */
  private static String shown(RecordFact fact) {
    String value =
        fact.form() == RecordFact.Form.CODE ? "`%s`".formatted(fact.value()) : fact.value();
    String note = fact.note().map("    (%s)\n"::formatted).orElse("");
    return "%s: %s\n%s".formatted(fact.name(), value, note);
  }
}
