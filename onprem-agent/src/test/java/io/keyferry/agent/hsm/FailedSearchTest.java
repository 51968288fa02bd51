package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.testing.FaultInjector;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search is three calls; the last is made even if the others fail. */
final class FailedSearchTest {

  private static final long DEVICE_ERROR = 0x30;
  private static final long OPERATION_NOT_INITIALIZED = 0x91;

  @TempDir private Path directory;
  private FaultyToken token;
  private FaultInjector faults;

  @BeforeEach
  void make() throws Exception {
    token = new FaultyToken(TestTokenKind.NSS, directory);
    faults = token.faults();
  }

  @AfterEach
  void close() throws Exception {
    token.close();
  }

  private List<HsmKey> list() throws HsmException {
    try (TokenSession session = token.token().openSession()) {
      return session.keys().list();
    }
  }

  @Test
  void reportsWhyTheSearchFailedAndNotThatItCouldNotBeEnded() throws Exception {
    faults.answer("C_FindObjects", DEVICE_ERROR).once();
    faults.answer("C_FindObjectsFinal", OPERATION_NOT_INITIALIZED).once();

    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(this::list)
        .returns(Fault.HSM_LOST, HsmException::fault)
        .withMessageStartingWith("C_FindObjects: CKR_DEVICE_ERROR")
        .satisfies(failure ->
            assertThat(failure.getSuppressed())
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .hasMessageStartingWith("C_FindObjectsFinal: CKR_OPERATION_NOT_INITIALIZED"));
  }

  @Test
  void endsASearchThatFailedSoThatTheSessionCanSearchAgain() throws Exception {
    try (TokenSession session = token.token().openSession()) {
      faults.answer("C_FindObjects", DEVICE_ERROR).once();
      assertThatExceptionOfType(HsmException.class).isThrownBy(() -> session.keys().list());

      assertThat(session.keys().list()).isEmpty();
    }
    assertThat(faults.calls("C_FindObjectsFinal")).isEqualTo(faults.calls("C_FindObjectsInit"));
  }

  @Test
  void searchThatCannotBeEndedHasFailed() throws Exception {
    faults.answer("C_FindObjectsFinal", DEVICE_ERROR).once();

    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(this::list)
        .withMessageStartingWith("C_FindObjectsFinal: CKR_DEVICE_ERROR");
  }
}
