package io.keyferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.lambda.InvocationResult.Failed;
import io.keyferry.local.lambda.InvocationResult.Returned;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResponseTest {

  private static final Set<String> BATCH = Set.of("a", "b");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "{\"batchItemFailures\":null}",
        "{\"batchItemFailures\":[]}",
        "{\"other\":1}"
      })
  void nothingReportedIsAllDone(String answer) {
    BatchResponse response = BatchResponse.of(new Returned(answer), BATCH);

    assertThat(response.failed()).isEmpty();
    assertThat(response.fault()).isEmpty();
  }

  @Test
  void whatIsReportedStays() {
    BatchResponse response =
        BatchResponse.of(
            new Returned("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}"), BATCH);

    assertThat(response.failed()).containsExactly("b");
    assertThat(response.fault()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "\"done\"",
        "[]",
        "{\"batchItemFailures\":{}}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"c\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"identifier\":\"a\"}]}",
        "{\"batchItemFailures\":[\"a\"]}"
      })
  void aMalformedAnswerFailsTheWholeBatch(String answer) {
    BatchResponse response = BatchResponse.of(new Returned(answer), BATCH);

    assertThat(response.failed()).isEqualTo(BATCH);
    assertThat(response.fault()).isPresent();
  }

  @Test
  void aFunctionErrorFailsTheWholeBatch() {
    BatchResponse response = BatchResponse.of(new Failed("{\"errorType\":\"X\"}"), BATCH);

    assertThat(response.failed()).isEqualTo(BATCH);
    assertThat(response.fault()).hasValueSatisfying(fault -> assertThat(fault).contains("X"));
  }
}
