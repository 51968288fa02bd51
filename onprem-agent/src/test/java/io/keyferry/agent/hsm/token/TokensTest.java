package io.keyferry.agent.hsm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.LoginGuard;
import io.keyferry.agent.hsm.Pin;
import io.keyferry.agent.hsm.TestToken;
import io.keyferry.agent.hsm.TestTokenKind;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.TokenSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestTokenKind.class)
final class TokensTest {

  private final TestToken made;
  private final TokenSettings settings;

  TokensTest(TestTokenKind kind, @TempDir Path directory) throws Exception {
    made = kind.make(directory, "temporary");
    settings = made.settings();
  }

  @AfterEach
  void finalise() throws Exception {
    Tokens.finalizeLibrary(made.library());
  }

  @Test
  void reportsWhichTokenItIs() throws Exception {
    try (Token token = made.open()) {
      assertThat(token.identity().label()).isEqualTo("temporary");
      assertThat(token.identity().serial()).isNotBlank();
      assertThat(token.identity().firmware()).matches("\\d+\\.\\d+");
      TokenSettings pinned = withSerial(token.identity().serial());
      try (Pin pin = made.pin();
          Token same = Tokens.open(pinned, pin, LoginGuard.NONE)) {
        assertThat(same.identity()).isEqualTo(token.identity());
      }
    }
  }

  @Test
  void listsTheExistingTokensWhenNoneHasTheLabel() {
    TokenSettings wrong =
        new TokenSettings(
            settings.library(), "elsewhere", Optional.empty(), settings.libraryParameters());
    assertFault(Fault.HSM_LOST, "'temporary' (serial ", () -> open(wrong));
  }

  @Test
  void refusesATokenWithAnotherSerial() {
    assertFault(Fault.REFUSED, "to have serial no-such, found", () -> open(withSerial("no-such")));
  }

  @Test
  void triesAWrongPinOnceAndSaysWhatToDo() {
    try (Pin wrong = new Pin("wrong-pin".toCharArray())) {
      assertFault(
          Fault.PIN,
          "C_Login: CKR_PIN_INCORRECT (0xa0): the PIN is wrong",
          () -> Tokens.open(settings, wrong, LoginGuard.NONE));
    }
  }

  @Test
  void closingTheTokenLogsOutWithTheLastSession() throws Exception {
    Token token = made.open();
    TokenSession left = token.openSession();
    token.close();
    assertThat(left.keys().list()).as("a worker keeps its session").isEmpty();
    left.close();
    try (Pin wrong = new Pin("wrong-pin".toCharArray())) {
      assertFault(
          Fault.PIN, "CKR_PIN_INCORRECT", () -> Tokens.open(settings, wrong, LoginGuard.NONE));
    }
  }

  @Test
  void aTokenStaysOpenWhenAnotherObjectOfItIsClosed() throws Exception {
    Token old = made.open();
    try (Token recovered = made.open()) {
      old.close();
      try (TokenSession session = recovered.openSession()) {
        assertThat(session.keys().list()).isEmpty();
      }
    }
  }

  @Test
  void finalizedLibraryInvalidatesOpenSessionsAndReopens() throws Exception {
    Token before = made.open();
    TokenSession session = before.openSession();
    Tokens.finalizeLibrary(made.library());
    try (Token after = made.open();
        TokenSession works = after.openSession()) {
      assertThat(works.keys().list()).isEmpty();
      assertFault(Fault.HSM_LOST, "finalized", () -> session.keys().list());
      assertFault(Fault.HSM_LOST, "finalized", before::openSession);
      session.close();
      before.close();
      assertThat(works.keys().list()).isEmpty();
    }
  }

  @Test
  void refusesOtherParametersForAnInitializedLibrary() throws Exception {
    TokenSettings other =
        new TokenSettings(
            settings.library(), settings.label(), Optional.empty(), Optional.of("configdir='x'"));
    try (Token token = made.open()) {
      assertThat(token.identity().label()).isEqualTo("temporary");
      assertFault(Fault.REFUSED, "other library parameters", () -> open(other));
    }
  }

  @Test
  void refusesALibraryThatIsNotThere() {
    TokenSettings missing =
        new TokenSettings(
            settings.library().resolveSibling("no-such.so"),
            settings.label(),
            Optional.empty(),
            Optional.empty());
    assertFault(Fault.REFUSED, "no-such.so", () -> open(missing));
  }

  @Test
  void refusesAFileThatIsNotALibrary(@TempDir Path directory) throws Exception {
    Path text = Files.writeString(directory.resolve("text.so"), "no ELF here");
    TokenSettings noLibrary =
        new TokenSettings(text, settings.label(), Optional.empty(), Optional.empty());
    assertFault(Fault.REFUSED, "text.so", () -> open(noLibrary));
  }

  @Test
  void acceptsAPinOnlyUntilItIsWiped() {
    Pin pin = made.pin();
    pin.close();
    assertThatThrownBy(() -> Tokens.open(settings, pin, LoginGuard.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wiped");
  }

  private TokenSettings withSerial(String serial) {
    return new TokenSettings(
        settings.library(), settings.label(), Optional.of(serial), settings.libraryParameters());
  }

  private Token open(TokenSettings other) throws HsmException {
    try (Pin pin = made.pin()) {
      return Tokens.open(other, pin, LoginGuard.NONE);
    }
  }

  private static void assertFault(Fault fault, String message, ThrowingCallable call) {
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(call)
        .withMessageContaining(message)
        .returns(fault, HsmException::fault);
  }
}
