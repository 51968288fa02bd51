package io.keyferry.agent.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {

  private static final Diagnosis.Line PASSED =
      new Diagnosis.Line("well", new Finding.Passed("found"));
  private static final Diagnosis.Line SKIPPED =
      new Diagnosis.Line("unknown", new Finding.Skipped("reason"));
  private static final Diagnosis.Line FAILED =
      new Diagnosis.Line("ill", new Finding.Failed("fault", "cure"));

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "2, 3", "3, 3", "4, 4", "100, 100", "101, 100", "300, 100"})
  void exitsWithTheNumberOfFailuresButForWrongUsageAndWhatFitsNoExitCode(int failures, int code) {
    List<Diagnosis.Line> lines =
        Stream.concat(Stream.of(PASSED, SKIPPED), Collections.nCopies(failures, FAILED).stream())
            .toList();

    assertThat(new Diagnosis(lines).exitCode()).isEqualTo(code);
    assertThat(new Diagnosis(lines).text())
        .endsWith("%d checks: 1 passed, %d failed, 1 skipped".formatted(failures + 2, failures));
  }
}
