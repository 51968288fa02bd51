package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.RejectedMessageException.Flaw;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.testing.Jws;
import io.keyferry.model.testing.Signatures;
import io.keyferry.model.value.VerificationKey;
import org.junit.jupiter.api.Test;

/** Anybody can derive a second signature from a true one, but a message must have only one text. */
class SignatureTwinTest {

  private final EcSigner cloud = EcSigner.create();
  private final Jws message =
      Jws.of(SignedMessage.sign(MessageType.WRAP_JOB, Samples.job(), cloud));

  @Test
  void trueMessageUnderTheTwinOfItsSignature() throws Exception {
    String second = message.signature(Signatures.twin(message.signatureBytes())).toString();

    assertThat(JWSObject.parse(second).verify(new ECDSAVerifier(cloud.publicKey()))).isTrue();
    assertThatThrownBy(
            () -> SignedMessage.verify(MessageType.WRAP_JOB, second, cloud.verificationKey()))
        .isInstanceOfSatisfying(
            RejectedMessageException.class,
            e -> assertThat(e.flaw()).isEqualTo(Flaw.SIGNATURE_INVALID))
        .hasMessageContaining("half the order");
  }

  @Test
  void signsTheSameWhicheverFormTheSignerReturns() throws Exception {
    byte[] low = message.signatureBytes();
    byte[] high = Signatures.twin(low);
    for (byte[] given : new byte[][] {low, high}) {
      assertThat(SignedMessage.sign(MessageType.WRAP_JOB, Samples.job(), giving(given)))
          .isEqualTo(message.toString());
    }
    assertThat(
            SignedMessage.verify(MessageType.WRAP_JOB, message.toString(), cloud.verificationKey()))
        .isEqualTo(Samples.job());
  }

  @Test
  void signsNothingWithASignatureOfAnotherForm() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> SignedMessage.sign(MessageType.WRAP_JOB, Samples.job(), giving(new byte[72])))
        .withMessageContaining("found 72");
  }

  private MessageSigner<RuntimeException> giving(byte[] signature) {
    return new MessageSigner<>() {
      @Override
      public VerificationKey verificationKey() {
        return cloud.verificationKey();
      }

      @Override
      public byte[] sign(byte[] digest) {
        return signature;
      }
    };
  }
}
