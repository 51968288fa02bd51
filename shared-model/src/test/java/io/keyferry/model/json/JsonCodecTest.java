package io.keyferry.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.JsonSamples;
import io.keyferry.model.Samples;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

  private static final String FAILURE = "{\"code\":\"POLICY\",\"reason\":\"why\"}";

  @Test
  void readsWhatItWrote() {
    assertThat(JsonCodec.read(WrapJob.class, JsonCodec.write(Samples.job())))
        .isEqualTo(Samples.job());
    assertThat(JsonCodec.read(WrappedKey.class, JsonCodec.write(Samples.wrappedKey())))
        .isEqualTo(Samples.wrappedKey());
    assertThat(JsonCodec.read(ImportRecord.class, JsonCodec.write(importRecord())))
        .isEqualTo(importRecord());
  }

  @Test
  void readsARecordWithoutAnyOptionalField() {
    ImportRecord bare =
        new ImportRecord(
            new ImportRecord.Order(
                Samples.IMPORT_ID,
                Optional.empty(),
                Samples.AGENT_NAME,
                Samples.ISSUED,
                Optional.empty()),
            new ImportRecord.Progress(ImportState.REQUESTED, Samples.ISSUED, 0, List.of()),
            new Wrapping(
                KeySpec.SYMMETRIC_DEFAULT,
                WrappingAlgorithm.RSAES_OAEP_SHA_256,
                WrappingKeySpec.RSA_4096),
            ImportRecord.Kms.before(Optional.empty(), Expiration.NEVER),
            ImportRecord.Hsm.UNKNOWN,
            ImportRecord.Failed.NONE);
    assertThat(JsonCodec.read(ImportRecord.class, JsonCodec.write(bare))).isEqualTo(bare);
  }

  /** An agent's ledger and the table may hold what an earlier release wrote in its own order. */
  @Test
  void readsTheFieldsOfARecordOfGroupsInAnyOrder() {
    String written = text(Samples.job());
    String[] fields = written.substring(1, written.length() - 1).split(",(?=\")", -1);
    String reversed = "{" + String.join(",", Arrays.asList(fields).reversed()) + "}";
    assertThat(reversed).isNotEqualTo(written);
    assertThat(JsonCodec.read(WrapJob.class, reversed.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Samples.job());
  }

  @Test
  void refusesAFieldThatNoGroupHasAtTheTopAndBelow() {
    String written = text(Samples.wrappedKey());
    for (String with :
        List.of(
            written.replace("\"ckaId\"", "\"more\":1,\"ckaId\""),
            written.replace("\"method\"", "\"more\":1,\"method\""),
            written.replace("\"ckaId\"", "\"label\":\"x\",\"ckaId\""))) {
      assertThatThrownBy(
              () -> JsonCodec.read(WrappedKey.class, with.getBytes(StandardCharsets.UTF_8)))
          .as(with)
          .isInstanceOf(InvalidValueException.class);
    }
  }

  private static String text(Object value) {
    return new String(JsonCodec.write(value), StandardCharsets.UTF_8);
  }

  @Test
  void leavesOutWhatIsAbsent() {
    assertThat(new String(JsonCodec.write(importRecord()), StandardCharsets.UTF_8))
        .doesNotContain("keyMaterialId")
        .doesNotContain("null")
        .contains("\"expiration\":\"never\"", "\"requestedAt\":\"2026-11-23T09:30:00.000Z\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"text\"",
        "{",
        FAILURE + "x",
        FAILURE + FAILURE,
        FAILURE + "{}",
        "{\"code\":\"POLICY\",\"reason\":\"why\",}",
        "{\"code\":\"POLICY\",\"reason\":\"why\",\"reason\":\"other\"}",
        "{\"code\":\"POLICY\",\"reason\":\"why\",\"more\":1}",
        "{\"code\":\"POLICY\"}",
        "{\"code\":\"POLICY\",\"reason\":null}",
        "{\"code\":\"policy\",\"reason\":\"why\"}",
        "{\"code\":\"POLICY\",\"reason\":\"half a pair \\ud800\"}",
        "{\"code\":\"POLICY\",\"reason\":\"why\",\"\\udc00\":1}",
        "{\"code\":\"POLICY\",\"reason\":5}",
        "{\"code\":\"POLICY\",\"reason\":{\"a\":1}}",
        "{\"code\":\"POLICY\",\"reason\":\"a\",\"x\":[[[[[[[[[[1]]]]]]]]]]}"
      })
  void refusesWhatIsNotExactlyTheObject(String json) {
    assertThatThrownBy(() -> JsonCodec.read(Failure.class, json.getBytes(StandardCharsets.UTF_8)))
        .as(json)
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void refusesANumberInQuotesAndAnObjectInAList() {
    String head = new String(JsonCodec.write(JsonSamples.auditLine()), StandardCharsets.UTF_8);
    assertRefused(
        head.replace("\"sequence\":1", "\"sequence\":\"1\""), "a whole number in /sequence");
    assertRefused(head.replaceFirst("(\"facts\":)(.*)}", "$1[$2]}"), "an object in /facts");
  }

  private static void assertRefused(String line, String saying) {
    assertThatThrownBy(() -> JsonCodec.read(AuditLine.class, line.getBytes(StandardCharsets.UTF_8)))
        .as(line)
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(saying);
  }

  @Test
  void refusesADoubledFieldInsideANestedObject() {
    String json =
        new String(JsonCodec.write(Samples.wrappedKey()), StandardCharsets.UTF_8)
            .replace("\"serial\":", "\"label\":\"x\",\"serial\":");
    assertThatThrownBy(
            () -> JsonCodec.read(WrappedKey.class, json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("Duplicate field 'label'");
  }

  @Test
  void refusesHalfAPairOfSurrogatesInAName() {
    String json =
        new String(JsonCodec.write(JsonSamples.auditLine()), StandardCharsets.UTF_8)
            .replace("\"keyArn\":", "\"\\udc00\":");
    assertThat(json).contains("\\udc00");
    assertThatThrownBy(() -> JsonCodec.read(AuditLine.class, json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("an unpaired surrogate");
  }

  @Test
  void writesWhateverCharactersALongReasonQuotes() {
    for (int before = 480; before < 530; before++) {
      String quoted = "x".repeat(before) + "\uD83D\uDD11".repeat(40);
      Failure failure = Failure.of(FailureCode.HSM_REFUSED, quoted);
      assertThat(JsonCodec.read(Failure.class, JsonCodec.write(failure))).isEqualTo(failure);
      assertThat(failure.reason()).startsWith("x".repeat(before));
    }
  }

  @Test
  void writesATextThatWasCutInTheMiddleOfAPair() {
    Failure failure = Failure.of(FailureCode.HSM_REFUSED, "key \uD83D");
    assertThat(failure.reason()).isEqualTo("key \uFFFD");
    assertThat(JsonCodec.read(Failure.class, JsonCodec.write(failure))).isEqualTo(failure);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    assertThatThrownBy(() -> JsonCodec.read(Failure.class, new byte[] {'{', (byte) 0xff, '}'}))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("UTF-8");
  }

  private static ImportRecord importRecord() {
    return new ImportRecord(
        new ImportRecord.Order(
            Samples.IMPORT_ID,
            Optional.of("newKey"),
            Samples.AGENT_NAME,
            Samples.ISSUED,
            Optional.empty()),
        new ImportRecord.Progress(
            ImportState.QUEUED,
            Samples.ISSUED,
            1,
            List.of(
                new StepEvent(
                    Samples.ISSUED, ImportStep.REQUEST_ACCEPTED, Samples.IMPORT_ID, 0, "new key"))),
        new Wrapping(
            KeySpec.SYMMETRIC_DEFAULT,
            WrappingAlgorithm.RSAES_OAEP_SHA_256,
            WrappingKeySpec.RSA_4096),
        new ImportRecord.Kms(
            Optional.of(Samples.KEY_ARN),
            Expiration.NEVER,
            Optional.of(Samples.WRAPPING_KEY.fingerprint()),
            Optional.of(Samples.ISSUED),
            Optional.empty()),
        ImportRecord.Hsm.UNKNOWN,
        ImportRecord.Failed.NONE);
  }
}
