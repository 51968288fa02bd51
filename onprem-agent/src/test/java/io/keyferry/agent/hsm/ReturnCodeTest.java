package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException.Fault;
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

  @ParameterizedTest
  @ValueSource(longs = {0xB1, 0x201, 0x80000041L, 0x80001604L})
  void aBusyHsmIsAskedAgain(long code) {
    assertThat(ReturnCode.of(code).fault()).isEqualTo(Fault.BUSY);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x60, 0x82, 0x90, 0x91, 0xB0, 0xB3})
  void aLostSessionWantsANewOne(long code) {
    assertThat(ReturnCode.of(code).fault()).isEqualTo(Fault.SESSION_LOST);
  }

  @Test
  void aLostLoginWantsOneLogin() {
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
  void aLostDeviceWantsTheLibraryInitialisedAnew(long code) {
    assertThat(ReturnCode.of(code).fault()).isEqualTo(Fault.HSM_LOST);
  }

  @ParameterizedTest
  @CsvSource({
    "0x69, CKR_KEY_NOT_WRAPPABLE, policy 5",
    "0x70, CKR_MECHANISM_INVALID, policy 33",
    "0xd1, CKR_TEMPLATE_INCONSISTENT, policy 10",
    "0x10, CKR_ATTRIBUTE_READ_ONLY, policy 11"
  })
  void aRefusalNamesThePolicyToLookAt(String code, String name, String cure) {
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
}
