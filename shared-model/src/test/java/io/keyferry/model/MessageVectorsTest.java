package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.RejectedMessageException.Flaw;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.Jws;
import io.keyferry.model.testing.SpecSchema;
import io.keyferry.model.value.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The signed messages among the test vectors are accepted or refused as they say. */
class MessageVectorsTest {

  private static final Path MESSAGES = SpecSchema.FOLDER.resolve("vectors/messages");

  static Stream<MessageType<?>> types() {
    return Stream.of(
        MessageType.WRAP_JOB,
        MessageType.WRAP_RESULT,
        MessageType.CEREMONY_STATEMENT,
        MessageType.CEREMONY_RECORD,
        MessageType.OFFLINE_RECORD,
        MessageType.AUDIT_HEAD);
  }

  @ParameterizedTest
  @MethodSource("types")
  void theTrueMessagesVerifyAndAreAsTheSchemasSay(MessageType<?> type) throws Exception {
    JsonNode vectors = vectors(type);
    assertThat(vectors.path("typ").asText()).isEqualTo(type.typ());
    assertThat(vectors.path("accepted")).isNotEmpty();
    for (JsonNode vector : vectors.path("accepted")) {
      String compact = vector.path("compact").asText();
      Object content = SignedMessage.verify(type, compact, key(vectors));
      JsonNode payload = SpecSchema.json(Jws.of(compact).payloadText());
      assertThat(payload).isEqualTo(vector.path("payload"));
      assertThat(SpecSchema.json(new String(JsonCodec.write(content), StandardCharsets.UTF_8)))
          .isEqualTo(payload);
      assertThat(SpecSchema.of(name(type)).faults(payload)).isEmpty();
      assertThat(SpecSchema.of("signed-message").faults(vector.path("compact"))).isEmpty();
      String header =
          new String(
              Base64.getUrlDecoder().decode(Jws.of(compact).header()), StandardCharsets.UTF_8);
      assertThat(SpecSchema.of("signed-message-header").faults(SpecSchema.json(header))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void theFalseMessagesAreRefusedForTheFlawThatTheyName(MessageType<?> type) {
    JsonNode vectors = vectors(type);
    Set<String> names = new HashSet<>();
    Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    for (JsonNode vector : vectors.path("refused")) {
      RejectedMessageException refusal =
          catchThrowableOfType(
              RejectedMessageException.class,
              () -> SignedMessage.verify(type, vector.path("compact").asText(), key(vectors)));
      assertThat(refusal).as(vector.path("name").asText()).isNotNull();
      assertThat(refusal.flaw().name())
          .as(vector.path("name").asText())
          .isEqualTo(vector.path("flaw").asText());
      assertThat(vector.path("why").asText()).isNotBlank();
      assertThat(names.add(vector.path("name").asText())).isTrue();
      flaws.add(refusal.flaw());
    }
    assertThat(flaws).containsAll(EnumSet.complementOf(EnumSet.of(Flaw.TOO_LONG)));
  }

  /** What the schema cannot express: duplicate fields, and the order of two times. */
  private static final List<String> BEYOND_THE_SCHEMA =
      List.of("doubled-field", "text-after-it", "expired-when-issued");

  @ParameterizedTest
  @MethodSource("types")
  void theSchemaRefusesThePayloadsThatAreNone(MessageType<?> type) {
    int looked = 0;
    for (JsonNode vector : vectors(type).path("refused")) {
      if (vector.path("flaw").asText().equals(Flaw.CONTENT_INVALID.name())
          && !BEYOND_THE_SCHEMA.contains(vector.path("name").asText())) {
        JsonNode payload = SpecSchema.json(Jws.of(vector.path("compact").asText()).payloadText());
        assertThat(SpecSchema.of(name(type)).accepts(payload)).as(vector.toString()).isFalse();
        looked++;
      }
    }
    assertThat(looked).isGreaterThan(2);
  }

  private static VerificationKey key(JsonNode vectors) {
    return VerificationKey.ofPem(SpecSchema.read(MESSAGES.resolve(vectors.path("key").asText())));
  }

  private static JsonNode vectors(MessageType<?> type) {
    return SpecSchema.json(SpecSchema.read(MESSAGES.resolve(name(type) + ".json")));
  }

  private static String name(MessageType<?> type) {
    return type.typ().replace("keyferry-", "").replace(".v1+jws", "");
  }
}
