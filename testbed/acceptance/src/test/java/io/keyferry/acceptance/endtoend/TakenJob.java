package io.keyferry.acceptance.endtoend;

import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.Jws;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.VerificationKey;
import java.nio.charset.StandardCharsets;

/**
 * An authentic job that somebody received before the agent did.
 *
 * @param sealed as the cloud signed it
 */
record TakenJob(WrapJob job, String sealed) {

  /** Requests an import and receives its job. */
  static TakenJob from(CloudStage stage) throws Exception {
    stage.requestImport(stage.request());
    String sealed = new JobTraffic(stage.cloud()).take(stage.cloud().queues().jobs());
    return new TakenJob(
        SignedMessage.verify(MessageType.WRAP_JOB, sealed, cloudKey(stage)), sealed);
  }

  static VerificationKey cloudKey(CloudStage stage) {
    return VerificationKey.ofPem(stage.cloud().address().signingKeyPem());
  }

  ImportId id() {
    return job.importId();
  }

  KeyArn key() {
    return job.keyArn();
  }

  String wrappingKey() {
    return job.wrappingKey().spki().base64();
  }

  String payload() {
    return Jws.of(sealed).payloadText();
  }

  /** The authentic header and signature with other content. */
  Jws saying(String content) {
    return Jws.of(sealed).payload(content.getBytes(StandardCharsets.UTF_8));
  }
}
