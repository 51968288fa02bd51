package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.testing.FaultInjector;
import io.keyferry.agent.hsm.token.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * Behind the fault injector a handle becomes invalid with {@code C_Finalize}, and is never reused.
 */
final class StaleHandlesTest {

  private static final long OBJECT_HANDLE_INVALID = 0x82;
  private static final long SESSION_HANDLE_INVALID = 0xB3;
  private static final long CRYPTOKI_NOT_INITIALIZED = 0x190;

  @ParameterizedTest
  @EnumSource(TestTokenKind.class)
  void handlesFromBeforeAreInvalidAfterwards(TestTokenKind kind, @TempDir Path directory)
      throws Exception {
    TestToken real = kind.make(Files.createDirectory(directory.resolve("token")), "keyferry");
    try (FaultInjector faults = new FaultInjector(real.library(), real.pinText(), directory)) {
      TestToken made = real.through(faults.library());
      RawToken before = new OpenToken(made).raw();
      long key = before.generateAes(Map.of());
      assertThat(before.read(key, Attribute.VALUE_LEN.type())).isEqualTo(32L);
      Tokens.finalizeLibrary(faults.library());
      assertCode(CRYPTOKI_NOT_INITIALIZED, before::countObjects);
      try (OpenToken after = new OpenToken(made)) {
        assertCode(SESSION_HANDLE_INVALID, before::countObjects);
        assertCode(OBJECT_HANDLE_INVALID, () -> after.raw().read(key, Attribute.VALUE_LEN.type()));
        assertThat(after.raw().countObjects()).isOne();
      }
    }
  }

  private static void assertCode(long code, ThrowingCallable call) {
    assertThatExceptionOfType(PKCS11Exception.class)
        .isThrownBy(call)
        .returns(code, PKCS11Exception::getErrorCode);
  }
}
