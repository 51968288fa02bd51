package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.DocumentMutants;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.testing.SchemaShape;
import io.keyferry.model.testing.SpecSchema;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas of signed messages match the code. */
class MessageSchemaTest {

  private static final List<MessageType<?>> TYPES =
      List.of(
          MessageType.WRAP_JOB,
          MessageType.WRAP_RESULT,
          MessageType.CEREMONY_STATEMENT,
          MessageType.CEREMONY_RECORD,
          MessageType.OFFLINE_RECORD,
          MessageType.AUDIT_HEAD);

  static Stream<Arguments> samples() {
    WrapJob job = Samples.job();
    WrapJob existing =
        new WrapJob(
            new JobId(job.importId(), 100),
            new WrapJob.Validity(
                job.validity().audience(), job.validity().issuedAt(), job.validity().expiresAt()),
            new WrapJob.KmsKey(job.keyArn(), job.wrappingKey()),
            new Wrapping(
                KeySpec.ECC_NIST_P384,
                WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256,
                WrappingKeySpec.RSA_4096),
            new WrapJob.HsmKey(Optional.of(HsmKeyName.parse("label:payments")), true));
    return Stream.of(
        arguments("wrap-job", job),
        arguments("wrap-job", existing),
        arguments("wrap-result", result(Samples.wrappedKey())),
        arguments("wrap-result", result(CeremonySamples.refused())),
        arguments(
            "ceremony-statement",
            CeremonySamples.statement(Optional.of(CeremonySamples.wrapped()), Optional.empty())),
        arguments(
            "ceremony-statement",
            CeremonySamples.statement(Optional.empty(), Optional.of(CeremonySamples.refused()))),
        arguments("ceremony-record", CeremonySamples.record(ImportState.IMPORTED)),
        arguments("ceremony-record", CeremonySamples.record(ImportState.FAILED)),
        arguments("offline-record", CeremonySamples.offline()),
        arguments("audit-head", JsonSamples.HEAD),
        arguments("audit-log-line", JsonSamples.auditLine()));
  }

  private static WrapResult result(WrapOutcome outcome) {
    return WrapResult.to(Samples.job(), Samples.AGENT, Samples.ISSUED, outcome, "a.b.c");
  }

  @Test
  void schemaAndReaderAcceptTheSame() {
    Set<String> differences = new TreeSet<>();
    samples()
        .forEach(arguments -> {
          String name = (String) arguments.get()[0];
          Object sample = arguments.get()[1];
          DocumentMutants.differences(
                  SpecSchema.of(name),
                  SpecSchema.json(text(JsonCodec.write(sample))),
                  mutant -> isRead(sample.getClass(), mutant.toString()))
              .forEach(difference -> differences.add(name + difference));
        });
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsWrittenIsAsTheSchemaSays(String name, Record sample) {
    assertThat(SpecSchema.of(name).faults(SpecSchema.json(text(JsonCodec.write(sample)))))
        .isEmpty();
  }

  static Stream<Arguments> records() {
    return Stream.of(
        arguments("wrap-job", WrapJob.class),
        arguments("wrap-result", WrapResult.class),
        arguments("ceremony-statement", CeremonyStatement.class),
        arguments("offline-record", OfflineRecord.class),
        arguments("audit-head", AuditHead.class),
        arguments("audit-log-line", AuditLine.class),
        arguments("signed-message-header", SignedMessage.Header.class));
  }

  @ParameterizedTest
  @MethodSource("records")
  void hasEveryFieldAndConstantOfTheCode(String name, Class<? extends Record> type) {
    assertThat(SchemaShape.differences(type, SpecSchema.of(name))).isEmpty();
  }

  @Test
  void theStatesOfACeremonyRecordAreTheEnds() {
    assertThat(SchemaShape.differences(CeremonyRecord.class, SpecSchema.of("ceremony-record")))
        .containsExactly(
            "CeremonyRecord.state as constants: only the code has [QUEUED, REQUESTED], only the"
                + " schema []");
    assertThat(SpecSchema.of("ceremony-record").node().at("/properties/state/enum"))
        .extracting(JsonNode::asText)
        .allMatch(state -> ImportState.valueOf(state).ended());
  }

  @Test
  void theHeaderHasTheTypesOfAllMessages() {
    JsonNode types = SpecSchema.of("signed-message-header").node().at("/properties/typ/enum");
    assertThat(StreamSupport.stream(types.spliterator(), false).map(JsonNode::asText))
        .containsExactlyInAnyOrderElementsOf(TYPES.stream().map(MessageType::typ).toList());
  }

  @Test
  void theTextOfAMessageIsAsTheSchemasSay() {
    String compact =
        SignedMessage.sign(MessageType.AUDIT_HEAD, JsonSamples.HEAD, EcSigner.create());
    SpecSchema text = SpecSchema.of("signed-message");
    String[] parts = compact.split("\\.", -1);
    assertThat(text.faults(SpecSchema.json("\"" + compact + "\""))).isEmpty();
    assertThat(
            SpecSchema.of("signed-message-header")
                .faults(SpecSchema.json(text(Base64.getUrlDecoder().decode(parts[0])))))
        .isEmpty();
    for (String other :
        List.of(
            compact + "=",
            compact + ".",
            parts[0] + "." + parts[1],
            parts[0] + "." + parts[1] + "." + parts[2].substring(1),
            parts[0] + "." + parts[1].substring(0, parts[1].length() - 1) + "+." + parts[2],
            // Decodes to the same 64 bytes, but is not their canonical encoding.
            compact.substring(0, compact.length() - 1)
                + (char) (compact.charAt(compact.length() - 1) + 1))) {
      assertThat(text.accepts(SpecSchema.json("\"" + other + "\""))).as(other).isFalse();
    }
    assertThat(text.node().path("maxLength").asInt())
        .isEqualTo(TYPES.stream().mapToInt(MessageType::maxCharacters).max().orElseThrow());
  }

  /** The schemas say in words how long a message may be. */
  @Test
  void everySchemaOfAPayloadNamesTheLongestText() {
    for (MessageType<?> type : TYPES) {
      String name = type.typ().replace("keyferry-", "").replace(".v1+jws", "");
      assertThat(SpecSchema.of(name).node().path("description").asText())
          .contains("at most " + type.maxCharacters() + " characters as a compact JWS");
    }
  }

  private static boolean isRead(Class<?> type, String json) {
    try {
      JsonCodec.read(type, json.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (InvalidValueException e) {
      return false;
    }
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
