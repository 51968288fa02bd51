package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.token.Tokens;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only SoftHSM can show: several tokens in one library, and the flag of a wrong PIN. */
final class SoftHsmTokensTest {

  private static final Pattern SERIAL = Pattern.compile("\\(serial (\\w+)\\)");

  private final TestToken twin;

  SoftHsmTokensTest(@TempDir Path directory) throws Exception {
    SoftHsmTokens tokens = new SoftHsmTokens(directory);
    twin = tokens.make("twin");
    tokens.make("twin");
    tokens.make("other");
  }

  @AfterEach
  void finalise() throws Exception {
    Tokens.finalizeLibrary(twin.library());
  }

  @Test
  void refusesTwoTokensWithOneLabelWithoutASerial() throws Exception {
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(twin::open)
        .withMessageContaining("expected one token labeled 'twin'")
        .returns(Fault.REFUSED, HsmException::fault)
        .satisfies(this::opensEachBySerial);
  }

  private void opensEachBySerial(HsmException refusal) throws HsmException {
    Set<String> serials = new HashSet<>();
    Matcher listed = SERIAL.matcher(refusal.getMessage());
    while (listed.find()) {
      serials.add(listed.group(1));
    }
    assertThat(serials).hasSize(2);
    for (String serial : serials) {
      TokenSettings settings =
          new TokenSettings(twin.library(), "twin", Optional.of(serial), Optional.empty());
      try (Pin pin = twin.pin();
          Token token = Tokens.open(settings, pin, LoginGuard.NONE)) {
        assertThat(token.identity().serial()).isEqualTo(serial);
      }
    }
  }

  @Test
  void triesNoLoginAtAllAfterAWrongPin() {
    TokenSettings other =
        new TokenSettings(twin.library(), "other", Optional.empty(), Optional.empty());
    try (Pin wrong = new Pin("wrong-pin".toCharArray())) {
      assertPinFault("CKR_PIN_INCORRECT", () -> Tokens.open(other, wrong, LoginGuard.NONE));
    }
    try (Pin right = twin.pin()) {
      assertPinFault("CKF_USER_PIN_COUNT_LOW", () -> Tokens.open(other, right, LoginGuard.NONE));
    }
  }

  private static void assertPinFault(String message, ThrowingCallable call) {
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(call)
        .withMessageContaining(message)
        .returns(Fault.PIN, HsmException::fault);
  }
}
