package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.Cryptoki;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.LoadedLibraries;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.agent.hsm.pkcs11.ReturnCode;
import io.keyferry.agent.hsm.pkcs11.Slot;
import io.keyferry.agent.hsm.pkcs11.Template;
import io.keyferry.agent.hsm.pkcs11.TokenChoice;
import io.keyferry.agent.hsm.testing.FaultInjector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fault injector counts wrong PINs as a Luna partition does. */
final class FaultPinTest {

  private static final long COUNT_LOW = 0x10000;
  private static final long FINAL_TRY = 0x20000;
  private static final long LOCKED = 0x40000;
  private static final long PIN_FLAGS = COUNT_LOW | FINAL_TRY | LOCKED;

  @TempDir private Path directory;

  private TestToken made;
  private FaultInjector faults;

  @BeforeEach
  void make() throws Exception {
    TestToken real = TestTokenKind.NSS.make(directory, "keyferry");
    faults =
        new FaultInjector(
            real.library(), real.pinText(), Files.createDirectory(directory.resolve("faults")));
    made = real.through(faults.library());
  }

  @AfterEach
  void close() throws Exception {
    faults.close();
  }

  @Test
  void oneWrongPinSetsTheFlagsAndTheRightOneClearsThem() throws Exception {
    CryptokiSession session = session();
    assertThat(pinFlags()).isZero();
    assertFails("CKR_PIN_INCORRECT", session, "wrong");
    assertThat(pinFlags()).isEqualTo(COUNT_LOW);
    login(session, made.pinText());
    assertThat(pinFlags()).isZero();
  }

  @Test
  void tenWrongPinsLockTheTokenForTheRightOneToo() throws Exception {
    CryptokiSession session = session();
    for (int i = 0; i < 9; i++) {
      assertFails("CKR_PIN_INCORRECT", session, "wrong");
    }
    assertThat(pinFlags()).isEqualTo(COUNT_LOW | FINAL_TRY);
    assertFails("CKR_PIN_INCORRECT", session, "wrong");
    assertThat(pinFlags()).isEqualTo(COUNT_LOW | LOCKED);
    assertFails("CKR_PIN_LOCKED", session, made.pinText());
    assertThat(faults.calls())
        .noneMatch(call -> call.name().equals("C_Login") && call.reachedTheToken());
  }

  @Test
  void wrongPinsAreCountedThroughEveryProcess() throws Exception {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> SpiedImport.inOwnProcess(made.settings(), "wrong", Map.of()))
        .withMessageContaining("CKR_PIN_INCORRECT");
    assertThat(pinFlags()).isEqualTo(COUNT_LOW);
  }

  @Test
  void aPinThatIsChangedInTheHsmLogsTheProcessOut() throws Exception {
    CryptokiSession session = session();
    login(session, made.pinText());
    faults.changePin("changed");
    assertThat(session.isLoggedIn()).isFalse();
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(() -> session.generateKey(Mechanism.AES_KEY_GEN, sessionKey()))
        .withMessageContaining("CKR_USER_NOT_LOGGED_IN");
    assertFails("CKR_PIN_INCORRECT", session, made.pinText());
    login(session, "changed");
    assertThatCode(() -> session.generateKey(Mechanism.AES_KEY_GEN, sessionKey()))
        .doesNotThrowAnyException();
    assertThat(pinFlags()).isZero();
  }

  @Test
  void repeatedLoginIsRefusedWhateverThePin() throws Exception {
    CryptokiSession session = session();
    login(session, made.pinText());
    login(session, "wrong");
    assertThat(faults.calls().getLast().code()).isEqualTo(ReturnCode.USER_ALREADY_LOGGED_IN);
    assertThat(pinFlags()).isZero();
  }

  private Cryptoki library() throws HsmException {
    return LoadedLibraries.load(
        made.library(), made.settings().libraryParameters(), TokenSettings.CALL_LIMIT);
  }

  private Slot slot() throws HsmException {
    return TokenChoice.of(made.settings()).among(library().slots());
  }

  private CryptokiSession session() throws HsmException {
    return library().openSession(slot());
  }

  private long pinFlags() throws HsmException {
    return slot().flags() & PIN_FLAGS;
  }

  private static void login(CryptokiSession session, String pin) throws HsmException {
    try (Pin given = new Pin(pin.toCharArray())) {
      session.login(given);
    }
  }

  private static void assertFails(String code, CryptokiSession session, String pin) {
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(() -> login(session, pin))
        .withMessageContaining(code);
  }

  private static Template sessionKey() {
    return Template.of(Template.ObjectClass.SECRET_KEY, Template.KeyType.AES)
        .with(Attribute.VALUE_LEN, 32)
        .with(Attribute.TOKEN, false)
        .with(Attribute.PRIVATE, true);
  }
}
