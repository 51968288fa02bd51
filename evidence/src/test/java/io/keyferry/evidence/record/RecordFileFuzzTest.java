package io.keyferry.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.evidence.page.RecordPage;
import io.keyferry.evidence.page.RecordText;
import io.keyferry.evidence.testing.OfflineSample;
import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.Software;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any file in place of a ceremony record, and any content in a record that nobody signed. */
class RecordFileFuzzTest {

  private static final RecordSample SAMPLE = new RecordSample();
  private static final String SIGNED = SAMPLE.imported();
  private static final OfflineSample OFFLINE = new OfflineSample();
  private static final String OFFLINE_SIGNED = OFFLINE.signed();
  private static final Software WRITER = new Software("0.1.0", "unknown");

  /** The page's own markup; everything from a record is text. */
  private static final Pattern ELEMENT =
      Pattern.compile(
          "<!DOCTYPE html>|</?(html|head|meta|title|style|body|header|main|footer|section|div|p|h1|h2|h3"
              + "|pre|table|caption|tbody|tr|th|td|span|ul|li)( [^<>]*)?>");

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void isReadShownAndVerifiedOrRefused(byte[] bytes) {
    look(bytes);
    String[] parts = SIGNED.split("\\.", -1);
    String payload = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    look((parts[0] + "." + payload + "." + parts[2]).getBytes(StandardCharsets.UTF_8));
    String offline = OFFLINE_SIGNED.substring(0, OFFLINE_SIGNED.indexOf('.'));
    look((offline + "." + payload + "." + parts[2]).getBytes(StandardCharsets.UTF_8));
  }

  private static void look(byte[] file) {
    try {
      RecordFile record = RecordFile.parse(file);
      RecordVerdict<CeremonyRecord> verdict =
          RecordVerifier.verify(
              record,
              SAMPLE.cloud.verificationKey(),
              SAMPLE.agent.verificationKey(),
              Optional.empty());
      assertThat(verdict.holds() && !record.compact().equals(SIGNED)).isFalse();
      if (record.isOffline()) {
        lookOffline(record);
        return;
      }
      RecordContent content = RecordContent.unverified(record);
      String page = RecordPage.of(content, "verify", WRITER);
      assertThat(ELEMENT.matcher(page).replaceAll("")).doesNotContain("<");
      assertThat(RecordText.of(content, "verify")).startsWith("NOT VERIFIED");
    } catch (InvalidValueException e) {
      assertThat(e).hasMessageStartingWith("expected ");
    }
  }

  private static void lookOffline(RecordFile record) {
    RecordVerdict<OfflineRecord> verdict =
        OfflineRecordVerifier.verify(record, OFFLINE.agent.verificationKey(), Optional.empty());
    assertThat(verdict.holds() && !record.compact().equals(OFFLINE_SIGNED)).isFalse();
    assertThat(RecordText.of(OfflineContent.unverified(record), "verify"))
        .startsWith("NOT VERIFIED");
  }

  static Stream<Arguments> isReadShownAndVerifiedOrRefused() {
    String payload =
        new String(
            Base64.getUrlDecoder().decode(SIGNED.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    return Stream.of(
            SIGNED,
            OFFLINE_SIGNED,
            OfflineSample.file(OFFLINE_SIGNED),
            RecordSample.answer(SIGNED, "SUCCEEDED"),
            payload,
            payload.replace("DIRECT_INVOCATION", "HTTP_API"),
            payload.replace("unknown", "<img src=x onerror=alert(1)>"),
            "")
        .map(seed -> arguments((Object) seed.getBytes(StandardCharsets.UTF_8)));
  }
}
