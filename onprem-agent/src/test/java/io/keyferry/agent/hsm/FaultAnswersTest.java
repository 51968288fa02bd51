package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keyferry.agent.hsm.pkcs11.Cryptoki;
import io.keyferry.agent.hsm.pkcs11.LoadedLibraries;
import io.keyferry.agent.hsm.testing.FaultInjector;
import io.keyferry.agent.hsm.testing.LoggedCall;
import io.keyferry.agent.hsm.testing.LoggedCall.Fate;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** The fault injector answers a call with a code of the test's choice. */
final class FaultAnswersTest {

  private static final long DEVICE_ERROR = 0x30;
  private static final long LUNA_TIMEOUT = 0x80000024L;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(TestTokenKind.class)
  void answersOnceInsteadOfDoingTheCall(TestTokenKind kind) throws Exception {
    try (FaultyToken token = new FaultyToken(kind, directory)) {
      token.faults().answer("C_GenerateKey", DEVICE_ERROR).once();
      assertAnswer(DEVICE_ERROR, token);
      assertThat(token.count()).isZero();
      token.generate();
      assertThat(token.count()).isOne();
      assertThat(fates(token)).containsExactly(Fate.INSTEAD, Fate.FORWARDED);
    }
  }

  @ParameterizedTest
  @EnumSource(TestTokenKind.class)
  void losesTheAnswerOfACallThatWasDone(TestTokenKind kind) throws Exception {
    try (FaultyToken token = new FaultyToken(kind, directory)) {
      token.faults().answer("C_GenerateKey", LUNA_TIMEOUT).afterDoing().once();
      assertAnswer(LUNA_TIMEOUT, token);
      assertThat(token.count()).isOne();
      assertThat(fates(token)).containsExactly(Fate.LOST);
    }
  }

  @Test
  void answersSoManyCallsFromOneOnAndNoOther() throws Exception {
    try (FaultyToken token = new FaultyToken(TestTokenKind.NSS, directory)) {
      token.faults().answer("C_GenerateKey", DEVICE_ERROR).fromCall(2).times(2);
      token.generate();
      assertAnswer(DEVICE_ERROR, token);
      token.count();
      assertAnswer(DEVICE_ERROR, token);
      token.generate();
      assertThat(token.faults().calls("C_GenerateKey")).isEqualTo(4);
    }
  }

  @Test
  void answersEveryCallUntilItIsCleared() throws Exception {
    try (FaultyToken token = new FaultyToken(TestTokenKind.NSS, directory)) {
      token.faults().answer("*", DEVICE_ERROR).always();
      assertAnswer(DEVICE_ERROR, token);
      assertAnswer(DEVICE_ERROR, token);
      assertThatExceptionOfType(PKCS11Exception.class).isThrownBy(token::count);
      token.faults().clear();
      token.generate();
    }
  }

  @Test
  void clearsOneCallAndKeepsTheOthers() throws Exception {
    try (FaultyToken token = new FaultyToken(TestTokenKind.NSS, directory)) {
      token.faults().answer("C_FindObjectsInit", DEVICE_ERROR).always();
      token.faults().answer("C_GenerateKey", DEVICE_ERROR).always();
      token.faults().clear("C_FindObjectsInit");
      assertThat(token.count()).isZero();
      assertAnswer(DEVICE_ERROR, token);
    }
  }

  @Test
  void logsEachCallWithItsCodeInOrder() throws Exception {
    try (FaultyToken token = new FaultyToken(TestTokenKind.NSS, directory)) {
      List<LoggedCall> calls = token.faults().calls();
      assertThat(calls).extracting(LoggedCall::name).startsWith("C_Initialize").contains("C_Login");
      assertThat(calls).extracting(LoggedCall::code).containsOnly(0L);
      assertThat(calls).extracting(LoggedCall::number).isSorted().doesNotHaveDuplicates();
      assertThat(token.faults().calls("C_Login")).isOne();
    }
  }

  @Test
  void countsTheCallsOfSeveralThreadsTogether() throws Exception {
    try (FaultyToken token = new FaultyToken(TestTokenKind.NSS, directory);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      TestToken made = token.made();
      Cryptoki library =
          LoadedLibraries.load(
              made.library(), made.settings().libraryParameters(), TokenSettings.CALL_LIMIT);
      token.faults().answer("C_GetSlotList", DEVICE_ERROR).times(10);
      threads.invokeAll(Collections.nCopies(40, library::slots));
      List<LoggedCall> calls = token.faults().calls();
      assertThat(calls).filteredOn(call -> call.fate() == Fate.INSTEAD).hasSize(10);
      assertThat(calls).extracting(LoggedCall::number).doesNotHaveDuplicates();
    }
  }

  @Test
  void refusesAFaultForAFunctionThatDoesNotExist() throws Exception {
    try (FaultyToken token = new FaultyToken(TestTokenKind.NSS, directory)) {
      FaultInjector faults = token.faults();
      assertThatIllegalArgumentException().isThrownBy(() -> faults.hang("C_Wrap"));
      assertThatIllegalArgumentException().isThrownBy(() -> faults.answer("C_WrapKey", 0));
    }
  }

  private static void assertAnswer(long code, FaultyToken token) {
    assertThatExceptionOfType(PKCS11Exception.class)
        .isThrownBy(token::generate)
        .returns(code, PKCS11Exception::getErrorCode);
  }

  private static List<Fate> fates(FaultyToken token) throws Exception {
    return token.faults().calls().stream()
        .filter(call -> call.name().equals("C_GenerateKey"))
        .map(LoggedCall::fate)
        .toList();
  }
}
