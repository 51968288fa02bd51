package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.event.SqsBatch;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several messages in one invocation. */
class ResultBatchTest {

  private final CloudHalf half = new CloudHalf();
  private ImportId id = new ImportId("00000000-0000-0000-0000-000000000000");

  @BeforeEach
  void queueOneImport() {
    id = half.request("{'newKey':{}}").importId();
  }

  @Test
  void aForgeryAheadOfATrueResultDoesNotTakeItAlong() {
    SqsBatch.Message forged = new SqsBatch.Message("1", "r1", "forged");
    SqsBatch.Message genuine = new SqsBatch.Message("2", "r2", half.answer(0));

    List<SqsBatch.Message> kept =
        half.batch().handle(new SqsBatch(List.of(forged, genuine)), half.run("batch"));

    assertThat(kept).containsExactly(forged);
    assertThat(half.released).containsExactly(forged);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.lines).anyMatch(l -> l.startsWith("ERROR message 1 rejected:"));
  }

  @Test
  void whatCouldNotBeFinishedStaysInTheQueueForItsTime() {
    half.kms.failing("importMaterial", InMemoryKms.unavailable(true));
    SqsBatch.Message message = new SqsBatch.Message("1", "r1", half.answer(0));

    assertThat(half.batch().handle(new SqsBatch(List.of(message)), half.run("batch")))
        .containsExactly(message);
    assertThat(half.released).isEmpty();
  }
}
