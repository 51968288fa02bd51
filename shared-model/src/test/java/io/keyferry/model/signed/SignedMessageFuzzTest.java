package io.keyferry.model.signed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.model.Samples;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.signed.RejectedMessageException.Flaw;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.testing.Jws;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text in place of a message, and any content under a true signature. */
class SignedMessageFuzzTest {

  private static final EcSigner SIGNER = EcSigner.create();
  private static final String SEALED =
      SignedMessage.sign(MessageType.WRAP_JOB, Samples.job(), SIGNER);

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void verifiesOrRejects(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      SignedMessage.verify(MessageType.WRAP_JOB, text, SIGNER.verificationKey());
      assertThat(text).isEqualTo(SEALED);
    } catch (RejectedMessageException e) {
      assertThat(e.flaw()).isNotEqualTo(Flaw.CONTENT_INVALID);
    }
    openSigned(bytes);
  }

  private static void openSigned(byte[] content) {
    Jws unsigned = Jws.of(SEALED).payload(content);
    byte[] signature = SIGNER.sign(Sha256.digest(unsigned.signed()));
    String signed = unsigned.signature(LowSignature.of(signature)).toString();
    try {
      WrapJob job = SignedMessage.verify(MessageType.WRAP_JOB, signed, SIGNER.verificationKey());
      String again = SignedMessage.sign(MessageType.WRAP_JOB, job, SIGNER);
      assertThat(SignedMessage.verify(MessageType.WRAP_JOB, again, SIGNER.verificationKey()))
          .isEqualTo(job);
    } catch (RejectedMessageException e) {
      assertThat(e.flaw()).isIn(Flaw.CONTENT_INVALID, Flaw.TOO_LONG);
    }
  }

  static Stream<Arguments> verifiesOrRejects() {
    return Stream.of(SEALED, Jws.of(SEALED).payloadText(), "e30.e30.e30", "..", "{}")
        .map(seed -> arguments((Object) seed.getBytes(StandardCharsets.UTF_8)));
  }
}
