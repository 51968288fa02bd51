package io.keyferry.agent.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.model.value.TokenIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenFlagsTest {

  private static final long HEALTHY = 0x42D;

  @ParameterizedTest
  @CsvSource({
    "0x10000, CKF_USER_PIN_COUNT_LOW, PIN",
    "0x20000, CKF_USER_PIN_FINAL_TRY, PIN",
    "0x40000, CKF_USER_PIN_LOCKED, PIN",
    "0x80000, CKF_USER_PIN_TO_BE_CHANGED, PIN",
    "0x100, CKF_PROTECTED_AUTHENTICATION_PATH, REFUSED"
  })
  void refusesALoginThatCannotSucceedOrCouldLock(String bit, String name, Fault fault) {
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(() -> TokenFlags.checkBeforeLogin(slot(HEALTHY | Long.decode(bit))))
        .withMessageContaining(name)
        .withMessageContaining("'partition'")
        .returns(fault, HsmException::fault);
  }

  @Test
  void namesTheWorstOfSeveral() {
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(() -> TokenFlags.checkBeforeLogin(slot(HEALTHY | 0x70000)))
        .withMessageContaining("CKF_USER_PIN_LOCKED");
  }

  @Test
  void letsAHealthyTokenLogIn() {
    assertThatCode(() -> TokenFlags.checkBeforeLogin(slot(HEALTHY))).doesNotThrowAnyException();
  }

  private static Slot slot(long flags) {
    return new Slot(1, new TokenIdentity("partition", "1234", "maker", "model", "7.8"), flags);
  }
}
