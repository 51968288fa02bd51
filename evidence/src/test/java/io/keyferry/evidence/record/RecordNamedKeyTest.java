package io.keyferry.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.value.CkaId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records of imports for which an HSM key was named: that one was wrapped, and no other. */
final class RecordNamedKeyTest {

  private static final String LABEL = "keyferry " + RecordSample.IMPORT;
  private static final CkaId ID = CkaId.of(RecordSample.IMPORT);

  private final RecordSample sample = new RecordSample();

  @Test
  void holdsWhereTheKeyWithTheLabelWasWrapped() {
    RecordCheck check = check("label:" + LABEL);
    assertThat(check.outcome()).isEqualTo(Outcome.HOLDS);
    assertThat(check.sentence()).isEqualTo("label '%s' is the one that the request named", LABEL);
  }

  @Test
  void holdsWhereTheKeyWithTheIdWasWrapped() {
    RecordCheck check = check(ID.hex());
    assertThat(check.outcome()).isEqualTo(Outcome.HOLDS);
    assertThat(check.sentence()).isEqualTo("CKA_ID %s is the one that the request named", ID);
  }

  @Test
  void wrappedKeyHasAnotherLabelThanTheOneThatWasNamed() {
    RecordCheck check = check("label:payments");
    assertThat(check.outcome()).isEqualTo(Outcome.FAILS);
    assertThat(check.sentence())
        .isEqualTo(
            "expected the label payments, found %s: the HSM wrapped another key than the one ordered",
            LABEL);
  }

  @Test
  void wrappedKeyHasAnotherIdThanTheOneThatWasNamed() {
    RecordCheck check = check("0a0b");
    assertThat(check.outcome()).isEqualTo(Outcome.FAILS);
    assertThat(check.sentence())
        .isEqualTo(
            "expected the CKA_ID 0a0b, found %s: the HSM wrapped another key than the one ordered",
            ID);
  }

  private RecordCheck check(String named) {
    String compact =
        sample.imported("\"requestedAt\"", "\"existingKey\":\"" + named + "\",\"requestedAt\"");
    return RecordVerifier.verify(
            new RecordFile(compact, Optional.empty()),
            sample.cloud.verificationKey(),
            sample.agent.verificationKey(),
            Optional.empty())
        .checks()
        .stream()
        .filter(check -> check.subject() == Subject.HSM_KEY)
        .findFirst()
        .orElseThrow();
  }
}
