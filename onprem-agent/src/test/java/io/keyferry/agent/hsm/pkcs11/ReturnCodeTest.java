package io.keyferry.agent.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.WrongPinException;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReturnCodeTest {

  @ParameterizedTest
  @ValueSource(longs = {0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0x102, 0x103, 0x80000007L, 0x80000067L})
  void aPinThatIsNotAcceptedIsNeverRetried(long code) {
    assertThat(ReturnCode.of(code).fault()).isEqualTo(Fault.PIN);
  }

  /** Only a wrong PIN's fingerprint is kept. */
  @ParameterizedTest
  @CsvSource({
    "0xA0, true",
    "0x80000067, true",
    "0xFFFFFFFF80000067, true",
    "0xA4, false",
    "0x102, false"
  })
  void onlyAWrongPinIsReportedAsOne(String code, boolean wrong) {
    HsmException reported =
        ReturnCode.of(Long.parseUnsignedLong(code.substring(2), 16))
            .in("C_Login", new IllegalStateException("cause"));
    assertThat(reported instanceof WrongPinException).isEqualTo(wrong);
  }

  @ParameterizedTest
  @ValueSource(longs = {0xB1, 0x201, 0x80000041L, 0x80001604L})
  void busyHsmIsRetried(long code) {
    assertThat(ReturnCode.of(code).fault()).isEqualTo(Fault.BUSY);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x60, 0x82, 0x90, 0x91, 0xB0, 0xB3})
  void lostSessionNeedsANewOne(long code) {
    assertThat(ReturnCode.of(code).fault()).isEqualTo(Fault.SESSION_LOST);
  }

  @Test
  void lostLoginNeedsOneLogin() {
    assertThat(ReturnCode.of(0x101).fault()).isEqualTo(Fault.LOGIN_LOST);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0x2,
        0x3,
        0x5,
        0x6,
        0x30,
        0x31,
        0x32,
        0xE0,
        0xE1,
        0x190,
        0x80000004L,
        0x8000000CL,
        0x8000001FL,
        0x80000023L,
        0x80000024L,
        0x8000002BL,
        0x80000045L,
        0x80000066L,
        0x80001600L,
        0x80001605L,
        0x80001606L
      })
  void lostDeviceNeedsTheLibraryReinitialized(long code) {
    assertThat(ReturnCode.of(code).fault()).isEqualTo(Fault.HSM_LOST);
  }

  @ParameterizedTest
  @CsvSource({
    "0x69, CKR_KEY_NOT_WRAPPABLE, policy 5",
    "0x70, CKR_MECHANISM_INVALID, policy 33",
    "0xd1, CKR_TEMPLATE_INCONSISTENT, policy 10",
    "0x10, CKR_ATTRIBUTE_READ_ONLY, policy 11"
  })
  void refusalNamesThePolicyToCheck(String code, String name, String cure) {
    ReturnCode found = ReturnCode.of(Long.decode(code));
    assertThat(found.fault()).isEqualTo(Fault.REFUSED);
    assertThat(found.name()).isEqualTo(name);
    assertThat(found.cure()).contains(cure);
  }

  @Test
  void aSignExtendedVendorCodeIsTheSameCode() {
    assertThat(ReturnCode.of(0xFFFFFFFF80000007L)).isEqualTo(ReturnCode.of(0x80000007L));
  }

  @Test
  void aMessageNamesTheCallTheCodeAndTheCure() {
    HsmException exception =
        ReturnCode.of(0x8000001FL).in("C_OpenSession", new IllegalStateException("cause"));
    assertThat(exception)
        .hasMessage(
            "C_OpenSession: CKR_UNABLE_TO_CONNECT (0x8000001f): the client cannot reach the appliance; check network, NTLS and certificates")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void anUnknownCodeFailsTheRequestAndIsShown() {
    HsmException exception =
        ReturnCode.of(0x8000DEADL).in("C_WrapKey", new IllegalStateException("cause"));
    assertThat(exception.fault()).isEqualTo(Fault.REFUSED);
    assertThat(exception).hasMessageContaining("0x8000dead");
  }

  /** All but {@code CKR_OK}, from the header of PKCS #11 v3.1. */
  private static final String NAMES =
      """
      1 CANCEL 2 HOST_MEMORY 3 SLOT_ID_INVALID 5 GENERAL_ERROR 6 FUNCTION_FAILED 7 ARGUMENTS_BAD
      8 NO_EVENT 9 NEED_TO_CREATE_THREADS a CANT_LOCK 10 ATTRIBUTE_READ_ONLY
      11 ATTRIBUTE_SENSITIVE 12 ATTRIBUTE_TYPE_INVALID 13 ATTRIBUTE_VALUE_INVALID
      1b ACTION_PROHIBITED 20 DATA_INVALID 21 DATA_LEN_RANGE 30 DEVICE_ERROR 31 DEVICE_MEMORY
      32 DEVICE_REMOVED 40 ENCRYPTED_DATA_INVALID 41 ENCRYPTED_DATA_LEN_RANGE
      42 AEAD_DECRYPT_FAILED 50 FUNCTION_CANCELED 51 FUNCTION_NOT_PARALLEL
      54 FUNCTION_NOT_SUPPORTED 60 KEY_HANDLE_INVALID 62 KEY_SIZE_RANGE 63 KEY_TYPE_INCONSISTENT
      64 KEY_NOT_NEEDED 65 KEY_CHANGED 66 KEY_NEEDED 67 KEY_INDIGESTIBLE
      68 KEY_FUNCTION_NOT_PERMITTED 69 KEY_NOT_WRAPPABLE 6a KEY_UNEXTRACTABLE
      70 MECHANISM_INVALID 71 MECHANISM_PARAM_INVALID 82 OBJECT_HANDLE_INVALID
      90 OPERATION_ACTIVE 91 OPERATION_NOT_INITIALIZED a0 PIN_INCORRECT a1 PIN_INVALID
      a2 PIN_LEN_RANGE a3 PIN_EXPIRED a4 PIN_LOCKED b0 SESSION_CLOSED b1 SESSION_COUNT
      b3 SESSION_HANDLE_INVALID b4 SESSION_PARALLEL_NOT_SUPPORTED b5 SESSION_READ_ONLY
      b6 SESSION_EXISTS b7 SESSION_READ_ONLY_EXISTS b8 SESSION_READ_WRITE_SO_EXISTS
      c0 SIGNATURE_INVALID c1 SIGNATURE_LEN_RANGE d0 TEMPLATE_INCOMPLETE d1 TEMPLATE_INCONSISTENT
      e0 TOKEN_NOT_PRESENT e1 TOKEN_NOT_RECOGNIZED e2 TOKEN_WRITE_PROTECTED
      f0 UNWRAPPING_KEY_HANDLE_INVALID f1 UNWRAPPING_KEY_SIZE_RANGE
      f2 UNWRAPPING_KEY_TYPE_INCONSISTENT 100 USER_ALREADY_LOGGED_IN 101 USER_NOT_LOGGED_IN
      102 USER_PIN_NOT_INITIALIZED 103 USER_TYPE_INVALID 104 USER_ANOTHER_ALREADY_LOGGED_IN
      105 USER_TOO_MANY_TYPES 110 WRAPPED_KEY_INVALID 112 WRAPPED_KEY_LEN_RANGE
      113 WRAPPING_KEY_HANDLE_INVALID 114 WRAPPING_KEY_SIZE_RANGE
      115 WRAPPING_KEY_TYPE_INCONSISTENT 120 RANDOM_SEED_NOT_SUPPORTED 121 RANDOM_NO_RNG
      130 DOMAIN_PARAMS_INVALID 140 CURVE_NOT_SUPPORTED 150 BUFFER_TOO_SMALL
      160 SAVED_STATE_INVALID 170 INFORMATION_SENSITIVE 180 STATE_UNSAVEABLE
      190 CRYPTOKI_NOT_INITIALIZED 191 CRYPTOKI_ALREADY_INITIALIZED 1a0 MUTEX_BAD
      1a1 MUTEX_NOT_LOCKED 1b0 NEW_PIN_MODE 1b1 NEXT_OTP 1b5 EXCEEDED_MAX_ITERATIONS
      1b6 FIPS_SELF_TEST_FAILED 1b7 LIBRARY_LOAD_FAILED 1b8 PIN_TOO_WEAK 1b9 PUBLIC_KEY_INVALID
      200 FUNCTION_REJECTED 201 TOKEN_RESOURCE_EXCEEDED 202 OPERATION_CANCEL_FAILED
      203 KEY_EXHAUSTED
      """;

  /** Codes that only a Luna has come last, and are named as Luna's. */
  @Test
  void theCureOfEveryCodeOfPkcs11FitsEveryToken() {
    try (Scanner words = new Scanner(NAMES)) {
      while (words.hasNext()) {
        ReturnCode code = ReturnCode.of(words.nextLong(16));
        words.next();
        assertThat(code.cure().split("\\(?on Luna ", 2)[0])
            .as(code.name())
            .doesNotContainIgnoringCase("luna")
            .doesNotContain("partition", "Crypto Officer", "Crypto User", "PED", "policy");
      }
    }
  }

  @Test
  void everyReturnCodeOfPkcs11HasItsName() {
    try (Scanner words = new Scanner(NAMES)) {
      while (words.hasNext()) {
        long code = words.nextLong(16);
        assertThat(ReturnCode.of(code).name()).isEqualTo("CKR_" + words.next());
      }
    }
  }
}
