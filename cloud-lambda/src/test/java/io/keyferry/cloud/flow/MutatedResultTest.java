package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.testing.Mutants;
import io.keyferry.model.testing.TrueMessages;
import io.keyferry.model.value.ImportId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ten thousand results that the agent never signed: no call to KMS, and no record changes. */
class MutatedResultTest {

  private static final int IMPORTS = 4;

  private final CloudHalf half = new CloudHalf();

  @Test
  void noMutatedResultReachesKmsOrARecord() {
    TrueMessages results = results();
    Map<ImportId, StoredImport> before = Map.copyOf(half.store.imports);
    assertThat(before.values())
        .allSatisfy(i -> assertThat(i.record().state()).isEqualTo(ImportState.QUEUED));
    int calls = half.kms.calls.size();
    int sent = half.sent.size();

    Mutants.each(
        10_000,
        results,
        mutant -> {
          assertThat(half.result(mutant.text()))
              .as(mutant::toString)
              .isInstanceOf(Verdict.Rejected.class);
          assertThat(half.kms.calls).as(mutant::toString).hasSize(calls);
          assertThat(half.store.imports.equals(before)).as(mutant::toString).isTrue();
        });
    assertThat(half.sent).hasSize(sent);
    assertThat(half.store.records).isEmpty();

    // The mutated result is the one that the cloud waits for.
    results.wanted().reversed().forEach(half::result);
    assertThat(half.kms.imported).hasSize(IMPORTS);
  }

  /**
   * The true answers to imports that wait for them: the key of each, and a refusal of the first.
   */
  private TrueMessages results() {
    List<String> answers = new ArrayList<>();
    List<String> statements = new ArrayList<>();
    answers.add("");
    for (int i = 0; i < IMPORTS; i++) {
      half.request("{'newKey':{}}");
      answers.add(half.answer(i));
      statements.add(
          half.agent.signed(
              half.agent.statement(half.sent.get(i), TestAgent.wrapped(half.job(i)), half.now)));
    }
    answers.set(0, half.answer(0, Failure.of(FailureCode.POLICY, "not allowed")));
    return TrueMessages.of(answers, statements, half.agent.signer().verificationKey());
  }
}
