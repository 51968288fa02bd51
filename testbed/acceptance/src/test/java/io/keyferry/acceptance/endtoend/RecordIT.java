package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.acceptance.browser.Chromium;
import io.keyferry.local.Layout;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.record.ImportRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor receives of an import: the record of a real one, verified and read. */
class RecordIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A wrapped key of 256 bytes and an import token are longer; a SHA-256 or an ARN is shorter. */
  private static final Pattern LONG_BASE64 = Pattern.compile("[A-Za-z0-9+/_=-]{200}");

  private static final List<String> GROUPS =
      List.of(
          "What was done",
          "Who asked",
          "The key in the HSM",
          "The key in KMS",
          "How it traveled",
          "Software",
          "Signatures",
          "What this import provides, and what it does not");

  @TempDir private static Path folder;
  private static Stage stage;
  private static ImportRecord imported;
  private static Path record;

  @BeforeAll
  static void carryAKey() throws Exception {
    stage = Stage.open(TokenKind.NSS, folder);
    stage.startAgent();
    imported = stage.ended(stage.requestImport());
    stage.stopAgent();
    record = stage.ceremonyRecord(imported.importId());
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void isVerifiedWithTwoPublicKeysOnly() throws Exception {
    assertThat(stage.verifiedRecord(record))
        .contains("✓ cloud's signature", "✓ agent's signature")
        .doesNotContain("✗")
        .containsPattern("All \\d+ checks hold: record 1, import " + imported.importId());
  }

  @Test
  void recordWithOneByteChanged() throws Exception {
    byte[] signed = Files.readAllBytes(record);
    for (int place : List.of(5, signed.length / 2, signed.length - 20)) {
      byte[] changed = signed.clone();
      changed[place] = (byte) (changed[place] == 'A' ? 'B' : 'A');
      Path file = Files.write(folder.resolve("changed.jws"), changed);

      assertThatThrownBy(() -> stage.verifiedRecord(file))
          .as("byte %d", place)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("exited with status 1")
          .hasMessageContaining("✗");
    }
  }

  @Test
  void holdsNeitherTheImportTokenNorTheWrappedKey() throws Exception {
    String text = stage.agent("record", "show", record.toString());
    assertThat(text)
        .contains("Import token, SHA-256", "Wrapped key as it left the HSM, SHA-256")
        .contains(imported.kms().wrappingKeyFingerprint().orElseThrow().hex())
        .contains(imported.kms().keyMaterialId().orElseThrow());
    JsonNode record = payload(Files.readString(RecordIT.record));
    JsonNode statement = payload(record.path("statement").asText());
    ((ObjectNode) record).remove("statement");
    for (JsonNode signed : List.of(record, statement)) {
      assertThat(signed.size()).isPositive();
      assertThat(LONG_BASE64.matcher(signed.toString()).find()).as(signed.toString()).isFalse();
    }
  }

  private static JsonNode payload(String jws) throws IOException {
    return JSON.readTree(Base64.getUrlDecoder().decode(jws.split("\\.", -1)[1]));
  }

  @Test
  void aPersonReadsItOnAScreenOnAPhoneAndOnPaper() throws Exception {
    Path page = folder.resolve("record.html");
    stage.agent("record", "show", record.toString(), "--html", page.toString());
    Path kept = Files.createDirectories(Layout.ofSystemProperty().work("record-page"));

    try (Chromium chromium = Chromium.start(Files.createDirectories(folder.resolve("profile")))) {
      chromium.resize(1280, 900);
      chromium.open(page);

      assertThat(chromium.title())
          .isEqualTo("Ceremony record %s: IMPORTED".formatted(imported.importId()));
      assertThat(chromium.texts("h1")).containsExactly("Key imported into AWS KMS");
      assertThat(chromium.texts("h2")).containsExactlyInAnyOrderElementsOf(GROUPS);
      assertThat(chromium.texts(".notice")).singleElement().asString().contains("record verify");
      assertThat(chromium.texts(".meaning")).singleElement().asString().contains("Sole possession");
      assertThat(chromium.texts("td"))
          .contains(imported.keyArn().orElseThrow().toString())
          .doesNotContain("");
      assertThat(chromium.requests()).as("files beside the page").isZero();
      assertThat(chromium.overflow()).as("wide window").isZero();
      assertThat(chromium.barriers()).as("on a screen").isEmpty();
      Files.write(kept.resolve("screen.png"), chromium.screenshot());

      chromium.preferDark();
      assertThat(chromium.barriers()).as("by night").isEmpty();

      chromium.resize(500, 900);
      assertThat(chromium.overflow()).as("narrow window").isZero();
      assertThat(chromium.barriers()).as("on a phone").isEmpty();
      Files.write(kept.resolve("phone.png"), chromium.screenshot());

      byte[] pdf = chromium.print();
      Files.write(kept.resolve("paper.pdf"), pdf);
      assertOnPaper(pdf);
    }
  }

  private static void assertOnPaper(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      int pages = document.getNumberOfPages();
      assertThat(pages).isBetween(2, 4);
      String text = new PDFTextStripper().getText(document);
      assertThat(text).contains(GROUPS).contains("1 / " + pages, pages + " / " + pages);
      String unbroken = text.replaceAll("\\s", "");
      assertThat(unbroken)
          .contains(imported.keyArn().orElseThrow().toString())
          .contains(imported.kms().keyMaterialId().orElseThrow())
          .contains(imported.kms().wrappingKeyFingerprint().orElseThrow().hex());
    }
  }
}
