package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.testing.Mutants;
import io.keyferry.model.testing.TrueMessages;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten thousand jobs and results that nobody signed; none verifies. */
class MutatedMessageTest {

  private static final int MANY = 10_000;

  private final EcSigner signer = EcSigner.create();

  @Test
  void noMutatedJobIsAccepted() {
    attack(MessageType.WRAP_JOB, jobs(), results());
  }

  @Test
  void noMutatedResultIsAccepted() {
    attack(MessageType.WRAP_RESULT, results(), jobs());
  }

  private <T> void attack(MessageType<T> type, List<String> wanted, List<String> others) {
    assertThat(wanted)
        .allSatisfy(text -> SignedMessage.verify(type, text, signer.verificationKey()));
    List<String> accepted = new ArrayList<>();
    Set<RejectedMessageException.Flaw> flaws = EnumSet.noneOf(RejectedMessageException.Flaw.class);
    Mutants.each(
        MANY,
        TrueMessages.of(wanted, others, signer.verificationKey()),
        mutant -> {
          try {
            SignedMessage.verify(type, mutant.text(), signer.verificationKey());
            accepted.add(mutant.toString());
          } catch (RejectedMessageException e) {
            flaws.add(e.flaw());
          }
        });
    assertThat(accepted).isEmpty();
    // No mutant is refused for its content, which is read only under a true signature.
    assertThat(flaws)
        .contains(
            RejectedMessageException.Flaw.NOT_A_COMPACT_JWS,
            RejectedMessageException.Flaw.WRONG_HEADER,
            RejectedMessageException.Flaw.OTHER_SIGNER,
            RejectedMessageException.Flaw.SIGNATURE_INVALID)
        .doesNotContain(RejectedMessageException.Flaw.CONTENT_INVALID);
  }

  private List<String> jobs() {
    return IntStream.rangeClosed(1, 8)
        .mapToObj(attempt -> SignedMessage.sign(MessageType.WRAP_JOB, Samples.job(attempt), signer))
        .toList();
  }

  private List<String> results() {
    return IntStream.rangeClosed(1, 8)
        .mapToObj(attempt ->
            SignedMessage.sign(
                MessageType.WRAP_RESULT,
                WrapResult.to(
                    Samples.job(attempt),
                    Samples.AGENT,
                    Samples.ISSUED.plusSeconds(attempt),
                    attempt % 2 == 0
                        ? Samples.wrappedKey()
                        : Failure.of(FailureCode.POLICY, "attempt " + attempt),
                    "a.b.c"),
                signer))
        .toList();
  }
}
