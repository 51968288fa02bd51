package io.keyferry.model.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.KmsKeyFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredTest {

  private static final String KEY_SIGN = "\uD83D\uDD11";

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 9})
  void takesANumberBetweenItsBounds(int value) {
    assertThatCode(() -> Required.between(3, value, 9, "attempt")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesANumberBeyondItsBounds(int value) {
    assertThatThrownBy(() -> Required.between(3, value, 9, "attempt"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("expected attempt between 3 and 9, found '%d'".formatted(value));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 9_007_199_254_740_991L})
  void takesAPlaceThatEveryJsonReaderKeeps(long value) {
    assertThatCode(() -> Required.place(value, "sequence")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 9_007_199_254_740_992L, Long.MAX_VALUE})
  void refusesAnyOtherPlace(long value) {
    assertThatThrownBy(() -> Required.place(value, "sequence"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "expected a sequence between 1 and 9007199254740991, found '%d'".formatted(value));
  }

  @Test
  void takesATextOfTheLongestLengthAndNoLonger() {
    assertThat(Required.cleaned("abcd", "label", 4)).isEqualTo("abcd");
    assertThatThrownBy(() -> Required.cleaned("abcde", "label", 4))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("expected label of at most 4 characters, found 'abcde'");
  }

  @Test
  void refusesAFieldThatIsNotThere() {
    assertThatThrownBy(() -> Required.cleaned(null, "label", 4))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("expected the field label, found 'a message without it'");
  }

  /** From 512 characters on, the JSON writer may split a pair. */
  @Test
  void keepsAPairOfSurrogatesInATextShorterThanTheWritersChunk() {
    String shorter = "x".repeat(509) + KEY_SIGN;
    String asLong = "x".repeat(510) + KEY_SIGN;
    assertThat(Required.cleaned(shorter, "reason", 1000)).isEqualTo(shorter);
    assertThat(Required.cleaned(asLong, "reason", 1000)).isEqualTo("x".repeat(510) + "\uFFFD");
  }

  @Test
  void refusesWhatCannotBeWrittenWhereATextMustNotChange() {
    assertThatCode(() -> Required.check("ES256", "alg", 5)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Required.check("a\uD83D", "alg", 32))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Required.check("ES2567", "alg", 5))
        .isInstanceOf(InvalidValueException.class);
  }

  /** A record contains the checked copies, not the originals. */
  @ParameterizedTest
  @MethodSource
  void anInstanceThatExistsCanBeWrittenAndReadAgain(Object instance) {
    assertThat((Object) JsonCodec.read(instance.getClass(), JsonCodec.write(instance)))
        .isEqualTo(instance);
  }

  static Stream<Object> anInstanceThatExistsCanBeWrittenAndReadAgain() {
    String half = "a\uD83Db";
    TokenIdentity token = new TokenIdentity(half, half, half, half, half);
    HsmKeyReport key =
        new HsmKeyReport(
            new HsmKeyReport.KeyObject(
                new CkaId("0a"), half, HsmKeyReport.Origin.FOUND, Map.of(), Optional.of(half)),
            new HsmKeyReport.Proof(Optional.empty(), Optional.empty(), Optional.empty()));
    WrapMechanism mechanism = new WrapMechanism(half, half);
    return Stream.of(
        token,
        key,
        mechanism,
        new Software(half, half),
        new Requester(Requester.Way.HTTP_API, Optional.of(half), half),
        new HsmCeremony(token, key, mechanism, AuditLine.NONE, List.of(half), List.of(half, half)),
        new KmsKeyFacts(
            KeyArn.parse(
                "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
            half,
            half,
            half,
            half,
            half,
            Optional.empty()),
        new AuditLine(
            1,
            Instant.EPOCH,
            AuditLine.NONE,
            AuditEvent.STARTED,
            Optional.empty(),
            0,
            Map.of("fact", half, "long", KEY_SIGN.repeat(600))));
  }

  @Test
  void cutsATimeToMilliseconds() {
    assertThat(Required.milliseconds(Instant.parse("2026-11-23T09:30:00.123999999Z"), "at"))
        .isEqualTo("2026-11-23T09:30:00.123Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\b", "", "1a", "a b", "ä"})
  void namesInAMapAreAsPlainAsFieldNames(String name) {
    assertThatThrownBy(() -> Required.named(Map.of(name, "value"), "facts", 8))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("a name in facts of the form");
    assertThatCode(() -> Required.named(Map.of("kms:GetKeyPolicy", 1, "CKA_SIGN", 2), "facts", 2))
        .doesNotThrowAnyException();
  }
}
