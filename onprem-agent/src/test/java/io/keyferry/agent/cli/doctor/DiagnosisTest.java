package io.keyferry.agent.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

  private static final Diagnosis.Line PASSED =
      new Diagnosis.Line("well", new Finding.Passed("found"));
  private static final Diagnosis.Line SKIPPED =
      new Diagnosis.Line("unknown", new Finding.Skipped("reason"));
  private static final Diagnosis.Line FAILED =
      new Diagnosis.Line("ill", new Finding.Failed("fault", "cure"));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100, 300})
  void isWellWithoutAFailureAndCountsThem(int failures) {
    List<Diagnosis.Line> lines =
        Stream.concat(Stream.of(PASSED, SKIPPED), Collections.nCopies(failures, FAILED).stream())
            .toList();

    assertThat(new Diagnosis(lines).isWell()).isEqualTo(failures == 0);
    assertThat(new Diagnosis(lines).json()).startsWith("{\"failures\":%d,".formatted(failures));
    assertThat(new Diagnosis(lines).text())
        .endsWith("%d checks: 1 passed, %d failed, 1 skipped".formatted(failures + 2, failures));
  }
}
