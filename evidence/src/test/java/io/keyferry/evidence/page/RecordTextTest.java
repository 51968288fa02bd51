package io.keyferry.evidence.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.record.RecordContent;
import io.keyferry.evidence.record.RecordFile;
import io.keyferry.evidence.testing.RecordSample;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordTextTest {

  /** Two blanks, the longest name, two blanks. */
  private static final String COLUMN =
      " ".repeat("  Request id of kms:GetParametersForImport  ".length());

  @Test
  void valuesAreInOneColumnAndNotesAreIndented() {
    String compact = new RecordSample().imported();
    String text =
        RecordText.of(
            RecordContent.unverified(new RecordFile(compact, Optional.empty())), "verify it");
    assertThat(text)
        .startsWith(
            "NOT VERIFIED: this shows what the record says. To verify it:\n  verify it\n\nWhat was done\n")
        .contains("\n" + inColumn("  Outcome", "IMPORTED\n"))
        .contains("\n  Request id of kms:GetParametersForImport  22222222-0003-")
        .contains("\n" + inColumn("  Principal", "arn:aws:iam::123456789012:role/key-custodian\n"))
        .contains("\n" + COLUMN + "  The IAM principal that the HTTP API authenticated.\n");
  }

  private static String inColumn(String name, String value) {
    return name + COLUMN.substring(name.length()) + value;
  }
}
