package io.keyferry.model.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImportStepTest {

  @Test
  void stepsAreNumberedInTheirOrderFrom1To14WithoutAGap() {
    assertThat(Arrays.stream(ImportStep.values()).map(ImportStep::number))
        .isSorted()
        .containsAll(IntStream.rangeClosed(1, 14).boxed().toList())
        .allSatisfy(number -> assertThat(number).isBetween(1, 14));
  }

  @Test
  void everyStepHasASentenceOfItsOwn() {
    assertThat(Arrays.stream(ImportStep.values()).map(ImportStep::sentence))
        .doesNotHaveDuplicates()
        .allSatisfy(sentence -> assertThat(sentence).hasSizeGreaterThan(5));
  }
}
