package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.agent.job.queue.ResultQueue;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what is sent, and verifies it as the cloud does. */
final class SentResults implements ResultQueue {

  private final VerificationKey agent;
  final List<String> sealed = new ArrayList<>();
  final List<KeyArn> groups = new ArrayList<>();
  Optional<QueueException> failure = Optional.empty();
  Runnable whileSending = () -> {};

  SentResults(VerificationKey agent) {
    this.agent = agent;
  }

  @Override
  public void send(KeyArn key, String message) throws QueueException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    whileSending.run();
    groups.add(key);
    sealed.add(message);
  }

  List<WrapResult> all() throws RejectedMessageException {
    List<WrapResult> opened = new ArrayList<>();
    for (String message : sealed) {
      opened.add(SignedMessage.verify(MessageType.WRAP_RESULT, message, agent));
    }
    return opened;
  }

  WrapResult only() throws RejectedMessageException {
    assertThat(sealed).hasSize(1);
    return all().getFirst();
  }
}
